using EdgarApi.Contracts;
using EdgarApi.Storage.Warming;

namespace EdgarApi.Warmer.Warming;

/// <summary>Priority of waiting runs; equal priorities run in order of arrival.</summary>
internal enum WarmPriority
{
    /// <summary>Callers already wait for new responses or get outdated ones.</summary>
    Urgent,
    High,
    Medium,
}

/// <summary>A reason for warming, with its name and priority in <c>warm_runs</c>.</summary>
internal sealed record WarmStrategy(string Name, WarmPriority Priority)
{
    /// <summary>The most requested companies.</summary>
    public static readonly WarmStrategy PopularCompanies = new(WarmStrategies.PopularCompanies, WarmPriority.High);

    /// <summary>Companies expected to report results soon, which raises interest in them.</summary>
    public static readonly WarmStrategy UpcomingEarnings = new(WarmStrategies.UpcomingEarnings, WarmPriority.High);

    /// <summary>Callers' queries of the last 24 hours, most frequent and most recent first.</summary>
    public static readonly WarmStrategy RecentQueries = new(WarmStrategies.RecentQueries, WarmPriority.Medium);

    /// <summary>Companies selected by an operator.</summary>
    public static readonly WarmStrategy OrderedCompanies = new(WarmStrategies.OrderedCompanies, WarmPriority.High);

    /// <summary>Companies with a new data version; all their cached responses are outdated.</summary>
    public static readonly WarmStrategy RefreshedCompanies = new(WarmStrategies.RefreshedCompanies, WarmPriority.Urgent);

    /// <summary>Strategies that operators can order by name (<see cref="WarmStrategies.Orderable"/>).</summary>
    public static readonly IReadOnlyList<WarmStrategy> Orderable = [PopularCompanies, UpcomingEarnings, RecentQueries];
}

/// <summary>A waiting run.</summary>
/// <param name="Strategy">The strategy.</param>
/// <param name="Companies">Tickers or CIKs; null if the strategy selects the companies when the run begins.</param>
/// <param name="DueAt">The scheduled time; null if the job is not from a schedule.</param>
internal sealed record WarmJob(WarmStrategy Strategy, IReadOnlyList<string>? Companies = null, DateTimeOffset? DueAt = null)
{
    /// <summary>Completes with the number of the run, or fails with its error; null if nobody waits for it.</summary>
    public TaskCompletionSource<long>? Done { get; init; }
}
