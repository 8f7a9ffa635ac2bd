using EdgarApi.Contracts;
using EdgarApi.Storage.Warming;

namespace EdgarApi.Warmer.Warming;

/// <summary>Which of the waiting runs is next; the first come first among equals.</summary>
internal enum WarmPriority
{
    /// <summary>Callers already get answers that are not the newest, or wait for them.</summary>
    Urgent,
    High,
    Medium,
}

/// <summary>A reason to warm, with the name and the priority that <c>warm_runs</c> has.</summary>
internal sealed record WarmStrategy(string Name, WarmPriority Priority)
{
    /// <summary>The companies that most callers ask for.</summary>
    public static readonly WarmStrategy PopularCompanies = new(WarmStrategies.PopularCompanies, WarmPriority.High);

    /// <summary>Companies that are estimated to report results soon: everybody will look at them.</summary>
    public static readonly WarmStrategy UpcomingEarnings = new(WarmStrategies.UpcomingEarnings, WarmPriority.High);

    /// <summary>What callers asked for in the last 24 hours, the most and the latest first.</summary>
    public static readonly WarmStrategy RecentQueries = new(WarmStrategies.RecentQueries, WarmPriority.Medium);

    /// <summary>Companies that an operator named.</summary>
    public static readonly WarmStrategy OrderedCompanies = new("ordered_companies", WarmPriority.High);

    /// <summary>Companies with a new data version: all that was cached of them is of the old one.</summary>
    public static readonly WarmStrategy RefreshedCompanies = new("refreshed_companies", WarmPriority.Urgent);

    /// <summary>Those that can be ordered by name (<see cref="WarmStrategies.Orderable"/>).</summary>
    public static readonly IReadOnlyList<WarmStrategy> Orderable = [PopularCompanies, UpcomingEarnings, RecentQueries];
}

/// <summary>A run that waits for its turn.</summary>
/// <param name="Strategy">Why.</param>
/// <param name="Companies">Which companies, by ticker or CIK; null where the strategy tells them when the run begins.</param>
/// <param name="DueAt">The moment of the schedule that asked for it, if one did.</param>
internal sealed record WarmJob(WarmStrategy Strategy, IReadOnlyList<string>? Companies = null, DateTimeOffset? DueAt = null)
{
    /// <summary>Ends with the number of the run that did it, or with what failed it; null where nobody waits for that.</summary>
    public TaskCompletionSource<long>? Done { get; init; }
}
