using EdgarApi.Contracts.Objectives;
using static EdgarApi.Operations.Reviews.ReviewFormat;

namespace EdgarApi.Operations.Reviews;

/// <summary>Compares the period with the service levels and with the period before.</summary>
internal static class ServiceLevelItem
{
    /// <summary>A p95 that rose by more than the regression threshold of the benchmarks is a degradation.</summary>
    private const double Degraded = 1.1;

    private static readonly ServiceLevels Levels = ServiceLevels.Default;

    public static ReviewSection Create(ReviewData data)
    {
        const string Title = "SLA violations and degradations";
        if (data.Monitoring.Value is not { } figures)
            return new ReviewSection(Title, [new ReviewGap("Service levels", data.Monitoring.Missing!)], []);
        var checks = GetChecks(figures).ToList();
        var table = new ReviewTable(
            ["subject", "limit", "measured", "verdict"],
            [.. checks.Select(check => (string[])[check.Subject, check.Limit, check.Measured, check.Verdict])]);
        return new ReviewSection(Title, [table, .. DescribeTrends(figures)], [
            .. checks.Where(check => check.IsViolated).Select(check => new ReviewAction(
                ReviewPriority.Critical, check.Factor, $"Bring {check.Subject} back within its limit", $"{check.Measured}; {check.Limit}")),
            .. GetSpikes(figures), .. GetDegradations(figures),
        ]);
    }

    private static IEnumerable<Check> GetChecks(MonitoringFigures figures)
    {
        foreach (var endpoint in figures.Endpoints)
        {
            var level = Levels.Endpoints[endpoint.Name];
            yield return Check.AtMost($"{endpoint.Name} p95", endpoint.P95.Now, level.P95.TotalSeconds, Milliseconds);
            yield return Check.AtMost($"{endpoint.Name} p99", endpoint.P99, level.P99.TotalSeconds, Milliseconds);
            yield return Check.AtMost($"{endpoint.Name} failed", endpoint.FailedShare, FailuresAllowed, Percent);
        }

        yield return Check.AtMost("availability: failed requests", figures.FailedShare, FailuresAllowed, Percent);
        yield return Check.AtMost("SQL p95", figures.QueryP95, Levels.Database.QueryP95.TotalSeconds, Milliseconds);
        yield return Check.AtMost("busiest connection pool", figures.PeakPool, Levels.Database.PoolUsage, Percent);
        yield return Check.AtLeast("cache hit rate", figures.HitShare, Levels.Cache.HitShare, Percent);
        foreach (var (name, limit) in ((string, double)[])[
            (ResourceUse.ApiCpu, Levels.Cpu.Peak), (ResourceUse.ApiMemory, Levels.Memory.Peak),
            (ResourceUse.RedisMemory, Levels.Cache.Memory)])
            yield return Check.AtMost(
                $"{name}, peak", figures.Resources.FirstOrDefault(resource => resource.Name == name)?.Peak, limit, Percent);
    }

    private static double FailuresAllowed => Math.Round(1 - Levels.Availability.Uptime, 6);

    private static IEnumerable<ReviewAction> GetSpikes(MonitoringFigures figures)
    {
        if (figures.FailedAboveLimit <= TimeSpan.Zero) yield break;
        yield return new ReviewAction(
            ReviewPriority.Critical, (figures.PeakFailedShare ?? 0) / MonitoringReader.FailedShareLimit,
            "Find the cause of the error rate spike",
            Text($"more than {Percent(MonitoringReader.FailedShareLimit)} of requests failed for {Duration(figures.FailedAboveLimit)}, ")
                + $"at most {Percent(figures.PeakFailedShare)} within 5 minutes");
    }

    private static IEnumerable<ReviewAction> GetDegradations(MonitoringFigures figures)
    {
        foreach (var endpoint in figures.Endpoints)
        {
            if (endpoint.P95.Factor is > Degraded and var factor)
            {
                yield return new ReviewAction(
                    ReviewPriority.High, factor, $"Find out why {endpoint.Name} became slower",
                    $"p95 {Milliseconds(endpoint.P95.Now)}, {Trend(factor)} against the period before "
                        + $"({Milliseconds(endpoint.P95.Before)})");
            }

            if (endpoint is { Baseline: { } baseline, P95.Now: { } now } && now > Levels.GrowthTriggers.P95OverBaseline.Above * baseline)
            {
                yield return new ReviewAction(
                    ReviewPriority.High, now / baseline, $"Bring {endpoint.Name} back to its baseline",
                    $"p95 {Milliseconds(now)}, {Number(now / baseline)} times the baseline of {Milliseconds(baseline)}");
            }
        }
    }

    private static IEnumerable<ReviewBlock> DescribeTrends(MonitoringFigures figures)
    {
        var changes = figures.Endpoints.Where(endpoint => endpoint.P95.Factor is not null)
            .Select(endpoint => $"{endpoint.Name} {Trend(endpoint.P95.Factor)}").ToList();
        yield return new ReviewText(changes.Count == 0
            ? "There is no earlier period to compare response times with."
            : $"p95 against the period before: {string.Join(", ", changes)}.");
        yield return new ReviewText(
            $"Evictions are counted, not compared: the limit is {Percent(Levels.Cache.EvictionsPerHour)} of the keys per hour, whose "
            + $"number no metric has. Redis evicted {Number(figures.EvictionsPerHour)} keys per hour. No metric has the connections of a "
            + $"server either; edgar capacity plans with {Percent(Levels.Database.Connections)} of its maximum.");
    }

    /// <summary>A measurement against a limit.</summary>
    private sealed record Check(string Subject, string Limit, string Measured, bool? Holds, double Factor)
    {
        public bool IsViolated => Holds == false;

        public string Verdict => Holds switch { true => "met", false => "VIOLATED", null => "not measured" };

        public static Check AtMost(string subject, double? value, double limit, Func<double?, string> format) => new(
            subject, $"at most {format(limit)}", format(value), value is { } number ? number <= limit : null, (value ?? 0) / limit);

        public static Check AtLeast(string subject, double? value, double limit, Func<double?, string> format) => new(
            subject, $"at least {format(limit)}", format(value), value is { } number ? number >= limit : null,
            value is > 0 and var share ? limit / share : 0);
    }
}
