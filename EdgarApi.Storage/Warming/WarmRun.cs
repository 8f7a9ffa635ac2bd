namespace EdgarApi.Storage.Warming;

/// <summary>A run of cache warming as it begins.</summary>
/// <param name="Strategy">What it is for: <c>popular_companies</c>, <c>upcoming_earnings</c>, <c>refreshed_companies</c>.</param>
/// <param name="Priority">Its place among waiting runs: <c>urgent</c>, <c>high</c>, <c>medium</c>.</param>
/// <param name="Reason">Why these companies, for people; null when the strategy says it all.</param>
/// <param name="DueAt">The moment of the schedule; null when another event asked for it.</param>
/// <param name="Companies">How many companies it warms.</param>
/// <param name="Skipped">Those that were asked for and are not loaded.</param>
/// <param name="Answers">How many answers it warms in all.</param>
public sealed record WarmRun(string Strategy, string Priority, string? Reason, DateTimeOffset? DueAt, int Companies, IReadOnlyList<string> Skipped, int Answers);

/// <summary>What became of answers.</summary>
/// <param name="Warmed">Computed, so that the next caller finds them.</param>
/// <param name="AlreadyWarm">Served from a cache already.</param>
/// <param name="Refused">Not to be had for a reason that trying again does not change.</param>
public readonly record struct WarmCounts(int Warmed, int AlreadyWarm, int Refused)
{
    /// <summary>All of them.</summary>
    public int Total => Warmed + AlreadyWarm + Refused;

    /// <summary>Adds up.</summary>
    public static WarmCounts operator +(WarmCounts left, WarmCounts right) => left.Add(right);

    /// <summary>Adds up.</summary>
    public WarmCounts Add(WarmCounts other) => new(Warmed + other.Warmed, AlreadyWarm + other.AlreadyWarm, Refused + other.Refused);
}

/// <summary>What came of a run; the columns of <c>warm_runs</c>.</summary>
public sealed record WarmRunResult
{
    /// <summary>Its number.</summary>
    public long Run { get; init; }

    /// <summary>What it was for.</summary>
    public string Strategy { get; init; } = "";

    /// <summary>How many companies.</summary>
    public int Companies { get; init; }

    /// <summary>Those that were asked for and are not loaded.</summary>
    public string[] Skipped { get; init; } = [];

    /// <summary>How many answers it was to warm.</summary>
    public int Answers { get; init; }

    /// <summary>Computed.</summary>
    public int Warmed { get; init; }

    /// <summary>Served from a cache already.</summary>
    public int AlreadyWarm { get; init; }

    /// <summary>Not to be had.</summary>
    public int Refused { get; init; }

    /// <summary>Why it ended before all answers were done; null when it did not.</summary>
    public string? Error { get; init; }
}
