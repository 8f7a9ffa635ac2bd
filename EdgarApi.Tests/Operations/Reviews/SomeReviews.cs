using EdgarApi.Operations.Capacity;
using EdgarApi.Operations.Reviews;

namespace EdgarApi.Tests.Operations.Reviews;

/// <summary>Inputs of reviews with round figures.</summary>
internal static class SomeReviews
{
    public static readonly DateTimeOffset End = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    public static readonly PriceList Prices = PriceList.Read();

    /// <summary>A quiet day: everything is within its limits.</summary>
    public static MonitoringFigures Quiet { get; } = new()
    {
        Requests = new(1000, 800), FailedShare = 0, PeakFailedShare = 0, P50 = 0.001, P95 = new(0.010, 0.010), P99 = 0.02, PeakRate = 4,
        Endpoints =
        [
            new("company_overview", 600, new(0.100, 0.100), 0.2, 0, 0.45),
            new("financial_statements", 400, new(0.400, 0.400), 0.5, 0, 0.75),
        ],
        CacheAnswers = new Dictionary<string, double> { ["l1"] = 800, ["l2"] = 100, [MonitoringFigures.Computed] = 100 },
        QueryP95 = 0.01, Queries = 300, SlowQueries = 0, PeakPool = 0.1, EvictionsPerHour = 0,
        Resources = [new(ResourceUse.ApiCpu, 0.2, 0.5), new(ResourceUse.ApiMemory, 0.5, 0.6), new(ResourceUse.RedisMemory, 0.4, 0.5)],
        Cost = new(0.002, 0.3, 0.004, 200), Alerts = [], FailingRules = [],
        Timeline = new ReviewTimeline(End.AddMinutes(-3), TimeSpan.FromMinutes(1)) { Instances = [3, 3, 3, 3], Cpu = [0.5, 0.5, 0.5, 0.5] },
    };

    public static Review Daily(MonitoringFigures figures) => ReviewBuilder.Build(Create(ReviewKind.Daily, figures), Prices);

    public static ReviewData Create(ReviewKind kind, MonitoringFigures? figures) =>
        new(kind, End - ReviewPeriods.GetLength(kind), End)
        {
            Monitoring = figures is null ? new(null, "Prometheus does not respond.", "none") : Found(figures),
            Usage = Found(new UsageTotals([new(new(2026, 11, 27), 1000, 10)], [], [new("pro", 1000)])),
            Misses = Found<IReadOnlyList<EndpointMisses>>([]),
            Statements = [Found(new NodeStatements("postgres-api", End.AddDays(-2), 10, []))],
            SlowStatements = Found<IReadOnlyList<SlowStatement>>([]),
        };

    public static Reading<T> Found<T>(T value) where T : class => new(value, null, "tests");
}
