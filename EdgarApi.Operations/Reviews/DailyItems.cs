using EdgarApi.Contracts.Objectives;
using static EdgarApi.Operations.Reviews.ReviewFormat;

namespace EdgarApi.Operations.Reviews;

/// <summary>The items of the daily review.</summary>
internal static class DailyItems
{
    /// <summary>Statements with less of a server's time than this are not worth an action.</summary>
    private const double MinShareOfTime = 0.1;

    /// <summary>A statement that reads more blocks than this from outside shared buffers needs an index or more memory.</summary>
    private const double ManyReads = 0.2;

    /// <summary>A statement that ran less often than this shows no pattern.</summary>
    private const int MinCalls = 10;

    /// <summary>The same for a statement in the log. The log also has the report's own statements, once or twice per day.</summary>
    private const int MinLogged = 3;

    /// <summary>An alert that fires more often than this in a period flaps.</summary>
    private const int Flapping = 5;

    private static readonly HashSet<string> PlannedCommands =
        new(["select", "with", "insert", "update", "delete", "merge"], StringComparer.OrdinalIgnoreCase);

    private static readonly double SlowSeconds = ServiceLevels.Default.Database.QueryP95.TotalSeconds;

    public static ReviewSection CreateMetrics(ReviewData data)
    {
        var blocks = new List<ReviewBlock>();
        if (data.Monitoring.Value is { } figures)
        {
            blocks.Add(new ReviewText(figures.Requests.Now is not > 0 ? "Prometheus has no requests in the period."
                : $"{Count(figures.Requests.Now)} requests ({Compare(figures.Requests)}), "
                + $"at most {Number(figures.PeakRate)} per second over five minutes. "
                + $"p50 {Milliseconds(figures.P50)}, p95 {Milliseconds(figures.P95.Now)}, p99 {Milliseconds(figures.P99)}; "
                + $"{Percent(figures.FailedShare)} failed."));
            blocks.Add(new ReviewTable(["endpoint", "requests", "p95", "p99", "failed"], [.. figures.Endpoints.Select(endpoint => (string[])
            [
                endpoint.Name, Count(endpoint.Requests), Milliseconds(endpoint.P95.Now), Milliseconds(endpoint.P99),
                Percent(endpoint.FailedShare),
            ])]));
            AddChart(blocks, ReviewCharts.Create(figures.Timeline, "Requests", "1/s", ("requests per second", figures.Timeline.Rate, 1)));
            AddChart(blocks, ReviewCharts.Create(
                figures.Timeline, "Response time of all requests", "ms", ("p95", figures.Timeline.P95, 1000),
                ("p99", figures.Timeline.P99, 1000)));
        }
        else
        {
            blocks.Add(new ReviewGap("Response times, error rates and their course", data.Monitoring.Missing!));
        }

        if (data.Usage.Value is { } usage)
        {
            blocks.Add(new ReviewTable(["recorded endpoint", "requests", "4xx and 5xx", "p95", "hit rate"], [.. usage.Endpoints
                .OrderByDescending(endpoint => endpoint.Requests).Select(endpoint => (string[])
                [
                    endpoint.Endpoint, Count(endpoint.Requests), Count(endpoint.Errors), Milliseconds(endpoint.P95),
                    Percent(endpoint.HitShare),
                ])]));
            blocks.Add(new ReviewTable(["tier", "requests"], [.. usage.Tiers.Select(tier => (string[])[tier.Tier, Count(tier.Requests)])]));
        }
        else
        {
            blocks.Add(new ReviewGap("Requests by endpoint and tier", data.Usage.Missing!));
        }

        return new ReviewSection("Performance metrics", blocks, []);
    }

    private static string Compare(PeriodChange change) =>
        change.Factor is { } factor ? $"{Trend(factor)} against the period before" : "no earlier period to compare with";

    public static ReviewSection CreateQueries(ReviewData data)
    {
        var (blocks, actions) = (new List<ReviewBlock>(), new List<ReviewAction>());
        if (data.Monitoring.Value is { } figures)
        {
            blocks.Add(new ReviewText(
                $"{Count(figures.Queries)} SQL commands, {Count(figures.SlowQueries)} of more than {Milliseconds(SlowSeconds)}; "
                + $"p95 {Milliseconds(figures.QueryP95)}."));
        }
        else
        {
            blocks.Add(new ReviewGap("Number and p95 of SQL commands in the period", data.Monitoring.Missing!));
        }

        foreach (var reading in data.Statements)
        {
            if (reading.Value is not { } node)
            {
                blocks.Add(new ReviewGap($"Statistics of {reading.Source}", reading.Missing!));
                continue;
            }

            blocks.Add(new ReviewText(
                $"{node.Node}: {Number(node.Seconds)} s in all statements since "
                + $"{(node.Since is { } since ? Time(since) : "the server was created")}. pg_stat_statements has no period of its own."));
            blocks.Add(new ReviewTable(
                ["total", "calls", "mean", "longest", "rows", "blocks read", "statement"],
                [.. node.Top.Select(statement => (string[])
                [
                    Milliseconds(statement.Total), Count(statement.Calls), Milliseconds(statement.Mean), Milliseconds(statement.Max),
                    Count(statement.Rows), Percent(statement.ReadShare), Query(statement.Query),
                ])]));
            actions.AddRange(node.Top.Select(statement => Judge(node, statement)).OfType<ReviewAction>());
        }

        if (data.SlowStatements.Value is { } slow)
        {
            blocks.Add(slow.Count == 0
                ? new ReviewText($"The servers logged no statement of more than {Milliseconds(SlowSeconds)} in the period.")
                : new ReviewTable(
                    ["server", "logged", "total", "longest", "last", "statement"],
                    [.. slow.Take(10).Select(statement => (string[])
                    [
                        statement.Node, Count(statement.Count), Milliseconds(statement.Total), Milliseconds(statement.Max),
                        Time(statement.Last), Query(statement.Query),
                    ])]));
            var repeated = slow.Where(statement => statement.Count >= MinLogged && HasPlan(statement.Query)).Take(3);
            actions.AddRange(repeated.Select(statement => new ReviewAction(
                ReviewPriority.High, statement.Max.TotalSeconds / SlowSeconds, $"Optimize a slow statement on {statement.Node}",
                $"logged {Times(statement.Count)}, up to {Milliseconds(statement.Max)}: {Query(statement.Query)}")));
        }
        else
        {
            blocks.Add(new ReviewGap("The slow-query log", data.SlowStatements.Missing!));
        }

        return new ReviewSection("Slow queries", blocks, actions);
    }

    public static ReviewSection CreateCaches(ReviewData data)
    {
        var (blocks, actions) = (new List<ReviewBlock>(), new List<ReviewAction>());
        var isRedisFull = false;
        if (data.Monitoring.Value is { } figures)
        {
            var all = figures.CacheAnswers.Values.Sum();
            blocks.Add(new ReviewText(
                $"Hit rate {Percent(figures.HitShare)} (limit {Percent(ServiceLevels.Default.Cache.HitShare)}), Redis evicted "
                + $"{Number(figures.EvictionsPerHour)} keys per hour."));
            blocks.Add(new ReviewTable(["served from", "requests", "share"], [.. figures.CacheAnswers.Select(level => (string[])
                [level.Key, Count(level.Value), Percent(all > 0 ? level.Value / all : null)])]));
            AddChart(blocks, ReviewCharts.Create(figures.Timeline, "Hit rate", "%", ("hit rate", figures.Timeline.HitShare, 100)));
            var memory = figures.Resources.FirstOrDefault(resource => resource.Name == ResourceUse.RedisMemory);
            isRedisFull = figures.EvictionsPerHour > 0 || memory?.Peak > ServiceLevels.Default.Cache.Memory;
        }
        else
        {
            blocks.Add(new ReviewGap("Hit rate by cache level, evictions", data.Monitoring.Missing!));
        }

        if (data.Misses.Value is not { } misses)
        {
            blocks.Add(new ReviewGap("Advice on lifetimes", data.Misses.Missing!));
            return new ReviewSection("Cache hit rates and lifetimes", blocks, actions);
        }

        var advised = misses.Select(row => (Row: row, Advice: CacheAdvice.Advise(row, isRedisFull))).ToList();
        blocks.Add(new ReviewTable(
            ["endpoint", "lifetime", "cacheable", "misses", "of these repeated", "90 % within", "advice"],
            [.. advised.Select(item => (string[])
            [
                item.Row.Endpoint, Duration(item.Row.Lifetime), Count(item.Row.Requests), Count(item.Row.Misses), Count(item.Row.Repeated),
                item.Row.Gap is { } gap ? Duration(gap) : "–", item.Advice.Advice,
            ])]));
        actions.AddRange(advised.Where(item => item.Advice.IsAction).Select(item => new ReviewAction(
            ReviewPriority.Medium, (double)item.Row.Misses / item.Row.Requests, $"{item.Row.Endpoint}: {item.Advice.Advice}",
            $"{Count(item.Row.Misses)} misses of {Count(item.Row.Requests)} cacheable requests, {Count(item.Row.Repeated)} of them "
                + "repeated")));
        return new ReviewSection("Cache hit rates and lifetimes", blocks, actions);
    }

    public static ReviewSection CreateScaling(ReviewData data)
    {
        const string Title = "Auto-scaling events and resource utilization";
        if (data.Monitoring.Value is not { } figures)
            return new ReviewSection(Title, [new ReviewGap("API processes, CPU and memory", data.Monitoring.Missing!)], []);
        var (events, timeline) = (figures.Timeline.FindScalingEvents(), figures.Timeline);
        var instances = timeline.Instances.OfType<double>().ToList();
        var blocks = new List<ReviewBlock>
        {
            new ReviewText(instances.Count == 0
                ? "No API process was scraped."
                : $"{Number(instances.Min())} to {Number(instances.Max())} API processes, changes: {events.Count}; "
                    + $"{events.Count(change => change.To > change.From)} up, {events.Count(change => change.To < change.From)} down."),
        };
        if (events.Count > 0)
        {
            blocks.Add(new ReviewTable(["time", "processes"], [.. events.Take(20).Select(change => (string[])
                [Time(change.At), Text($"{change.From} → {change.To}")])]));
        }

        blocks.Add(new ReviewTable(["resource", "mean", "peak"], [.. figures.Resources.Select(resource => (string[])
            [resource.Name, Percent(resource.Mean), Percent(resource.Peak)])]));
        AddChart(blocks, ReviewCharts.Create(timeline, "API processes", "number", ("processes", timeline.Instances, 1)));
        AddChart(blocks, ReviewCharts.Create(timeline, "CPU of the API's processes, mean", "%", ("CPU", timeline.Cpu, 100)));
        return new ReviewSection(Title, blocks, []);
    }

    public static ReviewSection CreateAlerts(ReviewData data)
    {
        const string Title = "Alerts";
        if (data.Monitoring.Value is not { } figures)
            return new ReviewSection(Title, [new ReviewGap("Alerts and rules", data.Monitoring.Missing!)], []);
        var blocks = new List<ReviewBlock>
        {
            figures.Alerts.Count == 0
                ? new ReviewText("No alert fired.")
                : new ReviewTable(["alert", "severity", "fired", "for"], [.. figures.Alerts.Select(alert => (string[])
                    [alert.Name, alert.Severity, Count(alert.Times), Duration(alert.Duration)])]),
        };
        if (figures.FailingRules.Count > 0)
        {
            blocks.Add(new ReviewTable(
                ["rule that fails", "error"], [.. figures.FailingRules.Select(rule => (string[])[rule.Name, rule.Error])]));
        }

        return new ReviewSection(Title, blocks, [
            .. figures.Alerts.Select(alert => new ReviewAction(
                alert.Severity == "critical" ? ReviewPriority.Critical : ReviewPriority.High, alert.Duration.TotalHours,
                $"Follow the runbook of {alert.Name} (docs/runbooks.md#{alert.Name.ToLowerInvariant()})",
                $"fired {Times(alert.Times)}, for {Duration(alert.Duration)}")),
            .. figures.Alerts.Where(alert => alert.Times > Flapping).Select(alert => new ReviewAction(
                ReviewPriority.High, alert.Times, $"Update the rule of {alert.Name}: it flaps", $"fired {Times(alert.Times)}")),
            .. figures.FailingRules.Select(rule => new ReviewAction(
                ReviewPriority.Critical, 1, $"Repair the rule {rule.Name}: it is never evaluated", rule.Error)),
        ]);
    }

    private static ReviewAction? Judge(NodeStatements node, StatementFigures statement)
    {
        var share = node.Seconds > 0 ? statement.Total.TotalSeconds / node.Seconds : 0;
        if (!HasPlan(statement.Query) || statement.Calls < MinCalls) return null;
        if (statement.Mean.TotalSeconds > SlowSeconds)
        {
            return new ReviewAction(
                ReviewPriority.High, statement.Mean.TotalSeconds / SlowSeconds, $"Optimize a statement of {node.Node}: look at its plan",
                $"{Count(statement.Calls)} calls of {Milliseconds(statement.Mean)} on average: {Query(statement.Query)}");
        }

        return statement.ReadShare > ManyReads && share > MinShareOfTime
            ? new ReviewAction(
                ReviewPriority.Low, share, $"Give a statement of {node.Node} an index, or the server more memory",
                $"{Percent(statement.ReadShare)} of its blocks come from outside the server's memory, {Percent(share)} of all time: "
                + Query(statement.Query))
            : null;
    }

    /// <summary>
    /// Whether a better plan could help, in contrast to COPY, CREATE INDEX, LOCK and the like. The driver reads all types when it connects.
    /// </summary>
    private static bool HasPlan(string query) =>
        PlannedCommands.Contains(query.Split(' ', '(')[0]) && !query.Contains("pg_type", StringComparison.Ordinal);

    private static void AddChart(List<ReviewBlock> blocks, ReviewChart? chart)
    {
        if (chart is not null) blocks.Add(chart);
    }
}
