namespace EdgarApi.Operations.AlertProofs;

/// <summary>What makes alerts fire.</summary>
/// <param name="What">The cause, for the report.</param>
/// <param name="RunAsync">Keeps up the cause until it is cancelled, and then ends it.</param>
/// <param name="Alerts">The alerts that fire while it lasts.</param>
public sealed record AlertCause(string What, Func<CancellationToken, Task> RunAsync, params IReadOnlyList<string> Alerts)
{
    /// <summary>Alerts that fire only after the cause has ended, because one of the others inhibits them.</summary>
    public IReadOnlyList<string> Later { get; init; } = [];
}
