namespace EdgarApi.Storage.Warming;

/// <summary>A warming run at its start.</summary>
/// <param name="Strategy">
/// The strategy, for example <c>popular_companies</c>, <c>upcoming_earnings</c> or <c>refreshed_companies</c>.
/// </param>
/// <param name="Priority">Its priority among waiting runs: <c>urgent</c>, <c>high</c> or <c>medium</c>.</param>
/// <param name="Reason">Why these companies are warmed; null if the strategy explains it.</param>
/// <param name="DueAt">The scheduled time; null for runs started by another event.</param>
/// <param name="Companies">Number of companies.</param>
/// <param name="Skipped">Requested companies that are not loaded.</param>
/// <param name="Answers">Total number of responses to warm.</param>
public sealed record WarmRun(
    string Strategy, string Priority, string? Reason, DateTimeOffset? DueAt, int Companies, IReadOnlyList<string> Skipped, int Answers);

/// <summary>Outcomes of warmed responses.</summary>
/// <param name="Warmed">Responses that were computed and cached.</param>
/// <param name="AlreadyWarm">Responses that were cached already.</param>
/// <param name="Refused">Responses that failed permanently; retrying would not help.</param>
public readonly record struct WarmCounts(int Warmed, int AlreadyWarm, int Refused)
{
    /// <summary>The sum of all outcomes.</summary>
    public int Total => Warmed + AlreadyWarm + Refused;

    /// <summary>Adds two counts.</summary>
    public static WarmCounts operator +(WarmCounts left, WarmCounts right) => left.Add(right);

    /// <summary>Adds two counts.</summary>
    public WarmCounts Add(WarmCounts other) => new(Warmed + other.Warmed, AlreadyWarm + other.AlreadyWarm, Refused + other.Refused);
}

/// <summary>The result of a run; the columns of <c>warm_runs</c>.</summary>
public sealed record WarmRunResult
{
    /// <summary>Number of the run.</summary>
    public long Run { get; init; }

    /// <summary>The strategy.</summary>
    public string Strategy { get; init; } = "";

    /// <summary>Number of companies.</summary>
    public int Companies { get; init; }

    /// <summary>Requested companies that are not loaded.</summary>
    public string[] Skipped { get; init; } = [];

    /// <summary>Total number of responses to warm.</summary>
    public int Answers { get; init; }

    /// <summary>Responses that were computed and cached.</summary>
    public int Warmed { get; init; }

    /// <summary>Responses that were cached already.</summary>
    public int AlreadyWarm { get; init; }

    /// <summary>Responses that failed permanently.</summary>
    public int Refused { get; init; }

    /// <summary>Why the run ended early; null if it did not.</summary>
    public string? Error { get; init; }
}
