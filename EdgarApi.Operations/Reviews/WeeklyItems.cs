using EdgarApi.Contracts.Objectives;
using EdgarApi.Operations.Capacity;
using static EdgarApi.Operations.Reviews.ReviewFormat;

namespace EdgarApi.Operations.Reviews;

/// <summary>The items of the weekly review.</summary>
internal static class WeeklyItems
{
    private const double DaysPerMonth = 365.25 / 12, DaysPerWeek = 7;

    /// <summary>The performance requirements scale down below this share of the CPU.</summary>
    private const double ScaleDownBelow = 0.30;

    private static readonly double ScaleUpAbove = ServiceLevels.Default.GrowthTriggers.Cpu.Above;

    /// <summary>Planning values that differ from measurements by more than this factor are out of date.</summary>
    private const double OutOfDate = 2;

    public static ReviewSection CreateGrowth(ReviewData data)
    {
        const string Title = "Traffic growth";
        if (data.Usage.Value is not { } usage)
            return new ReviewSection(Title, [new ReviewGap("Requests by day", data.Usage.Missing!)], []);
        var planned = PlanningValues.Read().Growth.MonthlyRate;
        var (now, before) = GetWeeks(data, usage);
        var blocks = new List<ReviewBlock> { new ReviewText(Describe(now, before, planned)) };
        if (ReviewCharts.CreateDaily(
            "Requests by day", "requests", "requests", [.. usage.Days.Select(day => (day.Day, (double)day.Requests))]) is { } chart)
            blocks.Add(chart);
        blocks.Add(new ReviewTable(["tier", "requests"], [.. usage.Tiers.Select(tier => (string[])[tier.Tier, Count(tier.Requests)])]));
        var actions = GetMonthlyGrowth(now, before) is { } growth && growth > planned
            ? [new ReviewAction(
                ReviewPriority.High, (1 + growth) / (1 + planned), "Plan capacity for faster growth than assumed",
                $"{Percent(growth)} per month at this week's pace; the capacity plan assumes {Percent(planned)}")]
            : (IReadOnlyList<ReviewAction>)[];
        return new ReviewSection(Title, blocks, actions);
    }

    public static ReviewSection CreateScaling(ReviewData data)
    {
        const string Title = "Effectiveness of auto-scaling";
        if (data.Monitoring.Value is not { } figures)
            return new ReviewSection(Title, [new ReviewGap("API processes and CPU by time", data.Monitoring.Missing!)], []);
        var (limits, timeline) = (PlanningValues.Read().Limits, figures.Timeline);
        var late = timeline.Measure(timeline.Cpu, timeline.Instances, (cpu, count) => cpu > ScaleUpAbove && count < limits.MaxInstances);
        var idle = timeline.Measure(timeline.Cpu, timeline.Instances, (cpu, count) => cpu < ScaleDownBelow && count > limits.MinInstances);
        var events = timeline.FindScalingEvents();
        return new ReviewSection(Title, [
            new ReviewText(
                $"The number of API processes changed {events.Count} times. CPU was above {Percent(ScaleUpAbove)} with fewer than "
                + Text($"{limits.MaxInstances} processes for {Duration(late)}, and below {Percent(ScaleDownBelow)} with more than ")
                + Text($"{limits.MinInstances} for {Duration(idle)}.")),
        ], [
            .. late >= TimeSpan.FromMinutes(10) ? (ReviewAction[])[new(
                ReviewPriority.High, late.TotalHours, "Scale up earlier or raise the minimum of API processes",
                $"CPU above {Percent(ScaleUpAbove)} for {Duration(late)} while more processes were allowed")] : [],
            .. idle >= TimeSpan.FromHours(1) ? (ReviewAction[])[new(
                ReviewPriority.Low, idle.TotalHours, "Scale down sooner",
                $"CPU below {Percent(ScaleDownBelow)} for {Duration(idle)} with more than the minimum of processes")] : [],
        ]);
    }

    /// <summary>Plans with the measured load and costs, and says what differs from the planning values.</summary>
    public static IEnumerable<ReviewSection> CreatePlans(ReviewData data, PriceList prices)
    {
        if (data.Monitoring.Value is not { PeakRate: > 0 } figures)
        {
            var reason = data.Monitoring.Missing ?? "Prometheus has no requests in the period.";
            return ((string[])["Infrastructure for projected growth", "Resource allocation and costs", "Capacity planning models"])
                .Select(title => new ReviewSection(title, [new ReviewGap("Measured load and costs per request", reason)], []));
        }

        var (planning, measured) = (PlanningValues.Read(), GetMeasurements(figures));
        var start = planning with { Start = planning.Start with { RequestsPerSecond = figures.PeakRate!.Value } };
        var plan = CapacityReport.Create(start, measured, prices, DateOnly.FromDateTime(data.To.UtcDateTime), months: 6);
        return [CreateProjection(plan), CreateCosts(plan, planning, measured), CreateModels(data, planning, measured)];
    }

    public static ReviewSection CreateBenchmarks(ReviewData data)
    {
        const string Title = "Performance benchmarks";
        if (data.Monitoring.Value is not { } figures)
            return new ReviewSection(Title, [new ReviewGap("p95 by endpoint", data.Monitoring.Missing!)], []);
        return new ReviewSection(Title, [
            new ReviewTable(["endpoint", "p95", "baseline", "of the baseline"], [.. figures.Endpoints.Select(endpoint => (string[])
            [
                endpoint.Name, Milliseconds(endpoint.P95.Now), Milliseconds(endpoint.Baseline),
                Percent(endpoint.P95.Now / endpoint.Baseline),
            ])]),
            new ReviewText("Baselines are in EdgarApi.Benchmarks/baseline.json; edgar gate compares builds with them."),
        ], [
            .. figures.Endpoints.Where(endpoint => endpoint.P95.Now * OutOfDate < endpoint.Baseline).Select(endpoint => new ReviewAction(
                ReviewPriority.Low, endpoint.Baseline!.Value / endpoint.P95.Now!.Value, $"Lower the baseline of {endpoint.Name}",
                $"p95 {Milliseconds(endpoint.P95.Now)}, baseline {Milliseconds(endpoint.Baseline)}: a regression would go unnoticed")),
        ]);
    }

    private static (long Now, long Before) GetWeeks(ReviewData data, UsageTotals usage)
    {
        var from = DateOnly.FromDateTime(data.From.UtcDateTime);
        return (
            usage.Days.Where(day => day.Day > from).Sum(day => day.Requests),
            usage.Days.Where(day => day.Day <= from && day.Day > from.AddDays(-(int)DaysPerWeek)).Sum(day => day.Requests));
    }

    private static double? GetMonthlyGrowth(long now, long before) =>
        before == 0 ? null : Math.Pow((double)now / before, DaysPerMonth / DaysPerWeek) - 1;

    private static string Describe(long now, long before, double planned) => GetMonthlyGrowth(now, before) is { } growth
        ? $"{Count(now)} requests this week, {Count(before)} the week before ({Trend((double)now / before)}): "
            + $"{Percent(growth)} per month at this pace; the capacity plan assumes {Percent(planned)}."
        : $"{Count(now)} requests this week. There is no earlier week to compare with.";

    private static Measurements GetMeasurements(MonitoringFigures figures) => new()
    {
        CpuPerRequest = figures.Cost.CpuSeconds,
        MemoryMegabytesPerInstance = figures.Cost.MemoryMegabytes,
        HitRate = figures.HitShare,
        SqlPerRequest = figures.Cost.SqlCommands,
        SecondsPerSql = figures.Cost.SqlSeconds,
    };

    private static ReviewSection CreateProjection(CapacityPlan plan)
    {
        var answer = plan.Answers.First(item => item.Question == "When the sizes are outgrown").Answer;
        return new ReviewSection("Infrastructure for projected growth", [
            new ReviewTable(
                ["month", "requests per second", "API processes", "read replicas", "cost"],
                [.. plan.Months.Select(month => (string[])
                [
                    Text($"{month.Month:yyyy-MM}"), Number(month.Load.RequestsPerSecond), Count(month.Needs.Instances),
                    Count(month.Needs.ReadReplicas), Text($"{month.Cost.Total:#,0} {plan.Prices.Currency}"),
                ])]),
            new ReviewText($"The first month is the busiest five minutes of the period. Outgrown: {answer}."),
        ], []);
    }

    private static ReviewSection CreateCosts(CapacityPlan plan, PlanningValues planning, Measurements measured)
    {
        var month = plan.Months[0];
        var cores = month.Needs.Instances * planning.Limits.CoresPerInstance;
        return new ReviewSection("Resource allocation and costs", [
            new ReviewTable(["part", "needed now", "cost per month"], [
                ["API processes", Text($"{month.Needs.Instances}, decided by {month.Needs.DecidedBy}"), Cost(month.Cost.Api)],
                ["databases", Text($"1 primary, {month.Needs.ReadReplicas} replicas"), Cost(month.Cost.Database)],
                ["Redis", Text($"{month.Needs.CacheGigabytes:#,0.#} GB"), Cost(month.Cost.Cache)],
            ]),
            new ReviewText($"Prices of {Text($"{plan.Prices.Date:yyyy-MM-dd}")}. {plan.Prices.Source}"),
        ], [
            .. measured.CpuPerRequest is not null && month.Needs.Cores < cores / 4 ? (ReviewAction[])[new(
                ReviewPriority.Low, cores / Math.Max(month.Needs.Cores, 0.001), "Give API processes fewer cores",
                $"the busiest five minutes need {Number(month.Needs.Cores)} cores, the minimum of processes has {Number(cores)}")] : [],
        ]);

        string Cost(decimal cost) => Text($"{cost:#,0} {plan.Prices.Currency}");
    }

    private static ReviewSection CreateModels(ReviewData data, PlanningValues planning, Measurements measured)
    {
        List<(string Name, double Planned, double? Measured)> values =
        [
            ("API cores per request per second", planning.ApiServers.CpuPerRps, measured.CpuPerRequest),
            ("hit rate", planning.Cache.HitRate, measured.HitRate),
        ];
        if (data.Usage.Value is { } usage && GetWeeks(data, usage) is var (now, before))
            values.Add(("growth of requests per month", planning.Growth.MonthlyRate, GetMonthlyGrowth(now, before)));
        return new ReviewSection("Capacity planning models", [
            new ReviewTable(["value", "planning value", "measured"], [.. values.Select(value => (string[])
                [value.Name, Text($"{value.Planned:0.######}"), value.Measured is { } found ? Text($"{found:0.######}") : "–"])]),
            new ReviewText("Planning values are in EdgarApi.Operations/Capacity/capacity.json; edgar capacity --values takes others."),
        ], [
            .. values.Where(value => value.Measured is > 0 and var found
                    && Math.Max(found / value.Planned, value.Planned / found) > OutOfDate)
                .Select(value => new ReviewAction(
                    ReviewPriority.Low, Math.Max(value.Measured!.Value / value.Planned, value.Planned / value.Measured!.Value),
                    $"Update the planning value: {value.Name}",
                    Text($"measured {value.Measured:0.######}, planned {value.Planned:0.######}"))),
        ]);
    }
}
