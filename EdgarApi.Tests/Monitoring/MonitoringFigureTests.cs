using System.Globalization;
using System.Text.RegularExpressions;
using EdgarApi.Contracts.Objectives;
using EdgarApi.LoadTesting.Gate;
using EdgarApi.Sec.Live;
using EdgarApi.Sec.Sources;
using EdgarApi.Storage.Routing;
using EdgarApi.Tests.Architecture;

namespace EdgarApi.Tests.Monitoring;

/// <summary>The limits in the rules are those of <c>service-levels.json</c> and <c>baseline.json</c>.</summary>
public sealed partial class MonitoringFigureTests
{
    private static readonly ServiceLevels Levels = ServiceLevels.Default;

    public static TheoryData<string> Endpoints => [.. Levels.Endpoints.Keys];

    [Theory]
    [MemberData(nameof(Endpoints))]
    public void Slow_requests_are_those_above_the_limits_of_their_endpoint(string name)
    {
        var level = Levels.Endpoints[name];

        Assert.Contains($"route=\"{level.Route}\"", Recording("edgar:requests:rate5m", name).Expr, StringComparison.Ordinal);
        foreach (var (percentile, limit) in (ReadOnlySpan<(string, TimeSpan)>)[("p95", level.P95), ("p99", level.P99)])
        {
            var rule = Recording("edgar:slow_requests:rate5m", name, percentile);
            Assert.Equal(2, rule.Expr.Split($"route=\"{level.Route}\"").Length - 1);
            var pattern = BucketBound().Match(rule.Expr).Groups[1].Value;
            Assert.Matches($"^(?:{pattern})$", limit.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Every_endpoint_has_its_rules_and_no_other() => Assert.Equal(
        Levels.Endpoints.Keys.Order(),
        PrometheusRules.Recordings.Where(rule => rule.Record == "edgar:requests:rate5m").Select(rule => rule.GetLabel("endpoint")).Order());

    [Theory]
    [InlineData("company_overview", "/api/v1/companies/{id}/overview")]
    [InlineData("income_statement", "/api/v1/companies/{id}/statements/{statement}")]
    public void Baselines_are_those_of_the_performance_gate(string name, string route)
    {
        var baseline = GateBaseline.Read(RepositoryFiles.GetPath("EdgarApi.Benchmarks/baseline.json"))
            .Endpoints.Single(endpoint => endpoint.Name == name).BaselineP95;
        var rule = PrometheusRules.Recordings.Single(rule =>
            rule.Record == "edgar:route_seconds:p95_baseline" && rule.GetLabel("route") == route);

        Assert.Equal($"vector({Number(baseline.TotalSeconds)})", rule.Expr);
    }

    [Fact]
    public void Growth_triggers_are_those_of_the_data_file()
    {
        var triggers = Levels.GrowthTriggers;

        AssertTrigger("SustainedCPUUsage", triggers.Cpu, scale: 100);
        AssertTrigger("SustainedMemoryUsage", triggers.Memory, scale: 100);
        AssertTrigger("ResponseTimeAboveBaseline", triggers.P95OverBaseline, scale: 1);
    }

    /// <summary>
    /// Each factor with its two windows, as in Google's SRE workbook; the budget is what the availability target leaves, and by definition
    /// 5 % of requests above a 95th percentile and 1 % above a 99th.
    /// </summary>
    [Fact]
    public void Burn_rates_multiply_the_budget_of_the_data_file()
    {
        var errors = Number(Math.Round(1 - Levels.Availability.Uptime, 6));

        AssertBurn("AvailabilityBudgetBurnsFast", "edgar:failed_requests", "", errors, ("14.4", "1h", "5m"), ("6", "6h", "30m"));
        AssertBurn("AvailabilityBudgetBurnsSlowly", "edgar:failed_requests", "", errors, ("3", "1d", "2h"), ("1", "3d", "6h"));
        foreach (var (percentile, budget) in (ReadOnlySpan<(string, string)>)[("p95", "0.05"), ("p99", "0.01")])
        {
            var filter = $"{{percentile=\"{percentile}\"}}";
            AssertBurn("LatencyBudgetBurnsFast", "edgar:slow_requests", filter, budget, ("14.4", "1h", "5m"), ("6", "6h", "30m"));
            AssertBurn("LatencyBudgetBurnsSlowly", "edgar:slow_requests", filter, budget, ("3", "1d", "2h"), ("1", "3d", "6h"));
        }
    }

    [Fact]
    public void Replica_lag_is_compared_with_the_tolerances_of_the_roles()
    {
        var routing = new RoutingOptions();
        var expression = Alert("ReplicaLag").Expr;

        Assert.Matches($@"edgardb-api\.\*""}}\) > {Number(routing.ApiLagTolerance.TotalSeconds)}\s", expression);
        Assert.Matches($@"edgardb-analytics\.\*""}}\) > {Number(routing.AnalyticsLagTolerance.TotalSeconds)}\s", expression);
    }

    /// <summary>A poll without changes makes no progress until its end, at ten requests per second for 10,400 companies.</summary>
    [Fact]
    public void The_ingest_is_not_behind_while_a_poll_of_all_companies_takes_its_time()
    {
        var limit = IngestLimit().Match(Alert("IngestBehind").Expr).Groups[1].Value;
        var poll = TimeSpan.FromSeconds(10_400 / new SecOptions().RequestsPerSecond);

        Assert.InRange(
            TimeSpan.FromSeconds(double.Parse(limit, CultureInfo.InvariantCulture)),
            2 * (new IngestOptions().RefreshInterval + poll), TimeSpan.FromHours(1));
    }

    [Fact]
    public void The_page_of_monitoring_has_every_figure_of_the_data_file()
    {
        var page = RepositoryFiles.Read("docs/monitoring.md");

        Assert.NotEmptyAndAll(Levels.Endpoints, level => Assert.Contains(
            $"| `{level.Key}` | {Milliseconds(level.Value.P95)} | {Milliseconds(level.Value.P99)} | {Milliseconds(level.Value.Max)} |",
            page, StringComparison.Ordinal));
        Assert.Contains($"| CPU | {Percent(Levels.Cpu)} |", page, StringComparison.Ordinal);
        Assert.Contains($"| memory | {Percent(Levels.Memory)} |", page, StringComparison.Ordinal);
        var (rates, users, available) = (Levels.RequestsPerSecond, Levels.ConcurrentUsers, Levels.Availability);
        var (database, cache) = (Levels.Database, Levels.Cache);
        string[] rows =
        [
            $"| requests per second | {Count(rates["target"])} target, {Count(rates["peak"])} peak, {Count(rates["burst"])} burst |",
            $"| concurrent users | {Count(users["sustained"])} sustained, {Count(users["peak"])} peak, {Count(users["burst"])} burst |",
            $"| availability | {Share(available.Uptime)}, which allows {Number(available.DowntimePerMonth.TotalMinutes)} minutes of "
                + $"downtime in 30 days; recovery within {Number(available.Recovery.TotalMinutes)} minutes |",
            $"| database | query p95 below {Milliseconds(database.QueryP95)} ms, pool below {Share(database.PoolUsage)}, "
                + $"connections below {Share(database.Connections)} of the maximum |",
            $"| cache | hit rate above {Share(cache.HitShare)}, memory below {Share(cache.Memory)}, "
                + $"evictions below {Share(cache.EvictionsPerHour)} per hour |",
        ];
        Assert.NotEmptyAndAll(rows, row => Assert.Contains(row, page, StringComparison.Ordinal));

        static string Count(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);
        static string Share(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#} %");

        static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("#,0", CultureInfo.InvariantCulture);
        static string Percent(UtilizationTarget target) => string.Create(
            CultureInfo.InvariantCulture, $"{target.Normal * 100:0} % | {target.Peak * 100:0} % | {target.ScaleAbove * 100:0} %");
    }

    [Fact]
    public void Graceful_degradation_has_the_same_figures_in_the_rules_and_on_the_page()
    {
        var target = Levels.Degradation;
        var rejected = PrometheusRules.Recordings.Single(rule => rule.Record == "edgar:rejected_requests:share5m").Expr;

        Assert.Contains($"status=\"{target.RejectionStatus}\"", rejected, StringComparison.Ordinal);
        Assert.Contains(
            $"| graceful degradation | goodput at least {target.Goodput * 100:0} % of the most that was served, failures only "
            + $"{target.RejectionStatus} with `Retry-After`, recovery within {target.Recovery.TotalSeconds:0} s |",
            RepositoryFiles.Read("docs/monitoring.md"), StringComparison.Ordinal);
    }

    private static void AssertTrigger(string name, GrowthTrigger trigger, double scale)
    {
        var alert = Alert(name);

        Assert.EndsWith($" > {Number(trigger.Above * scale)}", alert.Expr, StringComparison.Ordinal);
        Assert.Equal($"{trigger.For.TotalMinutes}m", alert.For);
    }

    private static void AssertBurn(
        string name, string share, string filter, string budget, params (string Factor, string Long, string Short)[] windows)
    {
        var expression = Alert(name).Expr;

        Assert.NotEmptyAndAll(windows, window =>
        {
            var limit = window.Factor == "1" ? budget : $"{window.Factor} * {budget}";
            Assert.Contains(
                $"({share}:share{window.Long}{filter} > {limit} and {share}:share{window.Short} > {limit})", expression,
                StringComparison.Ordinal);
        });
    }

    private static Rule Alert(string name) => PrometheusRules.Alerts.Single(alert => alert.Alert == name);

    private static Rule Recording(string name, string endpoint, string percentile = "") => PrometheusRules.Recordings.Single(rule =>
        rule.Record == name && rule.GetLabel("endpoint") == endpoint && rule.GetLabel("percentile") == percentile);

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"edgar_ingest_age_seconds\) > (\d+)")]
    private static partial Regex IngestLimit();

    [GeneratedRegex("""le=~?"([^"]+)"}""")]
    private static partial Regex BucketBound();
}
