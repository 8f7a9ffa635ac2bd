namespace EdgarApi.Contracts;

/// <summary>Names of the warming strategies.</summary>
public static class WarmStrategies
{
    /// <summary>The most requested companies.</summary>
    public const string PopularCompanies = "popular_companies";

    /// <summary>Companies expected to report results soon.</summary>
    public const string UpcomingEarnings = "upcoming_earnings";

    /// <summary>Callers' queries of the last 24 hours.</summary>
    public const string RecentQueries = "recent_queries";

    /// <summary>Companies selected by an operator.</summary>
    public const string OrderedCompanies = "ordered_companies";

    /// <summary>Companies with a new data version.</summary>
    public const string RefreshedCompanies = "refreshed_companies";

    /// <summary>Maximum number of companies per order.</summary>
    public const int MaxCompanies = 500;

    /// <summary>All strategies.</summary>
    public static IReadOnlyList<string> All { get; } =
        [PopularCompanies, UpcomingEarnings, RecentQueries, OrderedCompanies, RefreshedCompanies];

    /// <summary>The strategies that operators can order by name.</summary>
    public static IReadOnlyList<string> Orderable { get; } = [PopularCompanies, UpcomingEarnings, RecentQueries];
}
