namespace EdgarApi.Api.Ops.Drills;

/// <summary>A drill on the operators' page.</summary>
/// <param name="Id">Its name in addresses and in the audit trail.</param>
/// <param name="Title">Its title.</param>
/// <param name="Description">What it shows.</param>
/// <param name="Question">What the page asks before the service runs it; null for a drill that needs the host.</param>
/// <param name="Command">The command that runs it on the host; null if the service runs it.</param>
internal sealed record OpsDrill(string Id, string Title, string Description, string? Question, string? Command);

/// <summary>All drills.</summary>
internal static class OpsDrills
{
    public const string Reads = "reads";
    public const string Degraded = "degraded-mode";

    public static IReadOnlyList<OpsDrill> All { get; } =
    [
        new(Reads, "Reads without a node", "Reads the companies from each database node, and checks that any one of them may fail.",
            "Read from every database node?", Command: null),
        new(Degraded, "Degraded mode for a minute", "Turns degraded mode on in all processes; it ends by itself.",
            "For a minute, callers get only cached responses. Start?", Command: null),
        new("restore", "Restore", "Restores a base backup and the log up to a moment, and compares the data with the primary.",
            Question: null, "./edgar drill restore"),
        new("promote", "Promote a replica", "Fences the primary, promotes a replica, and takes the old primary back as a replica.",
            Question: null, "./edgar drill promote"),
    ];
}

/// <summary>The drills.</summary>
/// <param name="Drills">In the order of the page.</param>
internal sealed record DrillsResponse(IReadOnlyList<OpsDrill> Drills);

/// <summary>The result of a drill.</summary>
/// <param name="Passed">Whether it showed what it should.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Steps">What it found.</param>
internal sealed record DrillResult(bool Passed, double Seconds, IReadOnlyList<string> Steps);
