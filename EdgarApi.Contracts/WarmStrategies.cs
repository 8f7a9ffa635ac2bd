namespace EdgarApi.Contracts;

/// <summary>Names of the strategies of warming that an operator may order.</summary>
public static class WarmStrategies
{
    /// <summary>The companies that most callers ask for.</summary>
    public const string PopularCompanies = "popular_companies";

    /// <summary>Companies that are estimated to report results soon.</summary>
    public const string UpcomingEarnings = "upcoming_earnings";

    /// <summary>What callers asked for in the last 24 hours.</summary>
    public const string RecentQueries = "recent_queries";

    /// <summary>Companies of one order at most.</summary>
    public const int MaxCompanies = 500;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Orderable { get; } = [PopularCompanies, UpcomingEarnings, RecentQueries];
}
