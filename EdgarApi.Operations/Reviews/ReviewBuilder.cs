using EdgarApi.Operations.Capacity;

namespace EdgarApi.Operations.Reviews;

/// <summary>Writes a review from what was read: a function of its input, without a clock.</summary>
public static class ReviewBuilder
{
    /// <summary>Builds a review.</summary>
    /// <param name="data">What was read.</param>
    /// <param name="prices">Prices of the weekly review's costs.</param>
    public static Review Build(ReviewData data, PriceList prices)
    {
        var sections = CreateSections(data, prices).ToList();
        return new Review(
            data.Kind, data.From, data.To,
            [
                .. sections.SelectMany(section => section.Actions).OrderBy(action => action.Priority)
                    .ThenByDescending(action => action.Weight),
            ],
            [.. GetSources(data)]) { Sections = sections };
    }

    private static IEnumerable<ReviewSection> CreateSections(ReviewData data, PriceList prices) => data.Kind switch
    {
        ReviewKind.Daily =>
        [
            DailyItems.CreateMetrics(data), ServiceLevelItem.Create(data), DailyItems.CreateQueries(data), DailyItems.CreateCaches(data),
            DailyItems.CreateScaling(data), DailyItems.CreateAlerts(data),
        ],
        ReviewKind.Weekly =>
        [
            WeeklyItems.CreateGrowth(data), WeeklyItems.CreateScaling(data), .. WeeklyItems.CreatePlans(data, prices),
            WeeklyItems.CreateBenchmarks(data),
        ],
        _ => [MonthlyItems.CreateAvailability(data), MonthlyItems.CreateRightsizing(data), ServiceLevelItem.Create(data)],
    };

    private static IEnumerable<ReviewSource> GetSources(ReviewData data)
    {
        yield return ToSource("Prometheus", data.Monitoring);
        if (data.Kind is ReviewKind.Monthly) yield break;
        yield return ToSource("usage_daily", data.Usage);
        if (data.Kind is ReviewKind.Weekly) yield break;
        yield return ToSource("recorded requests (api_usage)", data.Misses);
        foreach (var node in data.Statements) yield return ToSource($"pg_stat_statements of {node.Source}", node);
        yield return ToSource("slow-query log", data.SlowStatements);
    }

    private static ReviewSource ToSource<T>(string name, Reading<T> reading) where T : class =>
        new(name, reading.Missing ?? $"read from {reading.Source}", reading.Missing is not null);
}
