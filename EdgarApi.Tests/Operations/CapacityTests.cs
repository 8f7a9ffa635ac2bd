using System.Globalization;
using System.Text.Json.Nodes;
using EdgarApi.Contracts.Objectives;
using EdgarApi.LoadTesting;
using EdgarApi.LoadTesting.Measurement;
using EdgarApi.LoadTesting.Report;
using EdgarApi.LoadTesting.Scenarios;
using EdgarApi.Operations.Capacity;
using EdgarApi.Operations.Reviews;
using EdgarApi.Tests.Architecture;
using EdgarApi.Tests.Monitoring;

namespace EdgarApi.Tests.Operations;

/// <summary>Expected figures are computed by hand from the requirements' formulas; the comments show how.</summary>
public sealed class CapacityTests
{
    private static readonly DateOnly Start = new(2026, 11, 15);

    private static readonly PriceList Prices = new()
    {
        Date = new(2026, 11, 1), Currency = "USD", Source = "tests", ApiCoreHour = 0.0864m, ApiGibibyteHour = 0.0108m,
        DatabaseCoreHour = 0.09m, DatabaseGibibyteMonth = 0.115m, CacheGibibyteMonth = 40,
    };

    [Fact]
    public void The_first_month_has_the_load_of_the_planning_values()
    {
        var month = Plan(months: 1).Months.Single();

        Assert.Equal((new DateOnly(2026, 11, 1), 100, 100, 10_400),
            (month.Month, month.Load.RequestsPerSecond, month.Load.Users, month.Load.Companies));
        Assert.Equal(15, month.Needs.Cores, 9); // 100 × 0.1 × 1.5
        Assert.Equal((11, "cpu"), (month.Needs.Instances, month.Needs.DecidedBy)); // 15 ÷ (2 × 70 %) = 10.7
        Assert.Equal(7_500, month.Needs.MemoryMegabytes, 9); // 100 × 50 × 1.5
        Assert.Equal((200, 2), (month.Needs.Connections, month.Needs.ReadReplicas)); // 100 × 2, of 850 × 75 % − 50 = 587.5 per server
        Assert.Equal(1_690, month.Needs.DatabaseGigabytes, 9); // 10,400 × 100 MB × 1.3 ÷ 80 %
        Assert.Equal(156, month.Needs.CacheGigabytes, 9); // 10,400 × 10 MB × 1.2 ÷ 80 %
        Assert.Equal(1_734.48m, month.Cost.Api); // 11 × (2 × 0.0864 + 4 × 0.0108) × 730
        Assert.Equal(1_494.96m, month.Cost.Database); // 3 × (4 × 0.09 × 730 + 2,048 × 0.115)
        Assert.Equal(6_000m, month.Cost.Cache); // 145.3 GiB are 25 nodes of 6 GiB, × 40
        Assert.Equal(9_229.44m, month.Cost.Total);
    }

    [Fact]
    public void A_later_month_has_grown_and_has_its_season()
    {
        var month = Plan(months: 3).Months[2];

        Assert.Equal(new DateOnly(2027, 1, 1), month.Month);
        Assert.Equal(144.23, month.Load.RequestsPerSecond, 2); // 100 × 1.25² × 1.2 ÷ 1.3
        Assert.Equal(163.4125, month.Load.Users, 9); // 80 × 1.3² + 15 × 1.2² + 5 × 1.15²
        Assert.Equal(16, month.Needs.Instances); // 144.23 × 0.15 ÷ 1.4 = 15.5
        Assert.Equal(10_017.84m, month.Cost.Total); // 16 × 0.216 × 730 + 1,494.96 + 6,000
    }

    [Fact]
    public void The_plan_says_when_the_sizes_are_outgrown_and_what_is_needed_then()
    {
        var plan = Plan(months: 24);

        Assert.Equal(24, plan.Months.Count);
        // 100 × 1.25⁴ × 1.2 ÷ 1.3 × 0.15 ÷ 1.4 = 24.1 processes in March 2027; February's 180.3 requests per second need 19.3
        Assert.Equal((20, 25), (plan.Months[3].Needs.Instances, plan.Months[4].Needs.Instances));
        Assert.StartsWith("20 API processes in 2027-03;", Answer(plan, "When the sizes are outgrown"), StringComparison.Ordinal);
        Assert.Equal("cpu (70 %) in 2026-11, at 100 requests per second", Answer(plan, "Which trigger fires first"));
        // 1,000 × 0.15 ÷ 1.4 = 107.1 processes; 2,000 connections ÷ 587.5 = 3.4 replicas
        Assert.StartsWith(
            "108 API processes (now 11), 4 read replicas (now 2)", Answer(plan, "What ten times the load needs"), StringComparison.Ordinal);
        // (587.5 ÷ 20 − 6) ÷ 2 = 11.7 connections per pool; 20 × (2 × 11 + 6) = 560
        Assert.StartsWith(
            "11: the primary has 587.5 connections for the API", Answer(plan, "MaxPoolSize per API process"), StringComparison.Ordinal);
        Assert.Contains("need 560, with pools of 20 920", Answer(plan, "MaxPoolSize per API process"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_plan_says_when_connections_and_Redis_memory_are_outgrown()
    {
        var outgrown = Answer(Plan(months: 24), "When the sizes are outgrown").Split("; ");

        // 2 × (80 × 1.3⁸ + 15 × 1.2⁸ + 5 × 1.15⁸) = 1,465 connections in July 2027; two replicas have 1,175, and June needs 1,140
        Assert.Contains("587.5 connections on each of 2 read replicas in 2027-07", outgrown);
        // 156 GB are needed from the start
        Assert.Contains("6 GiB of Redis memory in 2026-11", outgrown);
    }

    [Fact]
    public void The_hit_rate_decides_how_many_responses_are_computed()
    {
        var plan = Plan(months: 3);

        // 100 × (1 − 0.85) × 1.5 = 22.5, and 144.23 × 0.225 = 32.5
        Assert.Equal(22.5, plan.Months[0].Needs.ComputedPerSecond, 9);
        Assert.Equal(
            "22.5 in 2026-11, 32.5 in 2027-01, with 85 % of responses from a cache", Answer(plan, "Computed responses per second"));
        Assert.Equal("unknown without a measurement (--measured)", Answer(plan, "Redis commands per second"));
    }

    [Fact]
    public void Limits_that_are_also_service_levels_have_their_figures()
    {
        var (values, levels) = (PlanningValues.Read(), ServiceLevels.Default);
        var simulated = JsonNode.Parse(RepositoryFiles.Read("EdgarApi.Operations/Scaling/scaling.json"))!["requests"]!;

        Assert.Equal(
            (levels.GrowthTriggers.Cpu.Above, levels.GrowthTriggers.Memory.Above, levels.GrowthTriggers.P95OverBaseline.Above),
            (values.Triggers.Cpu, values.Triggers.Memory, values.Triggers.ResponseTimeFactor));
        Assert.Equal(
            (levels.Database.Connections, levels.Cache.Memory, levels.Cache.HitShare, levels.Cache.HitShare),
            (values.Limits.ConnectionShare, values.Limits.CacheShare, values.Cache.HitRate, (double)simulated["hitShare"]!));
        var alert = PrometheusRules.Alerts.Single(alert => alert.Alert == "HighErrorRate");
        Assert.EndsWith(
            $" > {MonitoringReader.FailedShareLimit.ToString(CultureInfo.InvariantCulture)}", alert.Expr, StringComparison.Ordinal);
    }

    [Fact]
    public void Measurements_replace_planning_values_and_are_marked()
    {
        var file = Path.Combine(TestFolder.Create("capacity").FullName, "load.json");
        File.WriteAllText(file, LoadReport.ToJson(Result()));
        var measured = Measurements.Read(file);

        var plan = CapacityReport.Create(PlanningValues.Read(), measured, Prices, Start, 1);

        var needs = plan.Months[0].Needs;
        Assert.Equal(0.015, needs.Cores, 9); // 100 × (1 s ÷ 10,000 requests) × 1.5
        Assert.Equal((3, "minimum"), (needs.Instances, needs.DecidedBy));
        Assert.Equal(3 * 300, needs.MemoryMegabytes, 9);
        Assert.Equal(0.15, needs.Connections, 9); // 100 × 0.5 commands × 2 ms × 1.5
        Assert.Equal(15, needs.ComputedPerSecond, 9); // 100 × (1 − 0.9) × 1.5
        Assert.Equal(45, needs.RedisCommandsPerSecond!.Value, 9); // 100 × 0.3 commands × 1.5
        Assert.Equal("45 in 2026-11, at 0.3 per request", Answer(plan, "Redis commands per second"));
        Assert.Equal(["hit rate", "seconds per SQL command"], plan.Basis.Where(item => item.IsMeasured).Select(item => item.Name)
            .Where(name => name is "hit rate" or "seconds per SQL command"));
        Assert.Contains(plan.Basis, item => item is { Name: "Redis memory per company, MB", IsMeasured: false, Origin: "planning value" });
    }

    [Fact]
    public void A_process_that_is_too_large_for_its_memory_never_fits()
    {
        var measured = new Measurements { MemoryMegabytesPerInstance = 4_000 }; // of 4 GiB × 80 % = 3,277 MB

        var plan = CapacityReport.Create(PlanningValues.Read(), measured, Prices, Start, 1);

        Assert.Equal("memory", plan.Months[0].Needs.DecidedBy);
    }

    [Fact]
    public void CSV_and_HTML_have_every_month()
    {
        var plan = Plan(months: 24);

        var lines = CapacityReport.ToCsv(plan).TrimEnd('\n').Split('\n');
        Assert.Equal(25, lines.Length);
        Assert.NotEmptyAndAll(lines, line => Assert.Equal(16, line.Split(',').Length));
        Assert.StartsWith("2026-11,100,100,10400,15,7500,11,cpu,200,2,1690,156,1734,1495,6000,9229", lines[1], StringComparison.Ordinal);
        var page = CapacityReport.ToHtml(plan);
        Assert.Equal(3, page.Split("<svg").Length - 1);
        Assert.NotEmptyAndAll(plan.Months, month => Assert.Contains($"<td>{month.Month:yyyy-MM}</td>", page, StringComparison.Ordinal));
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    /// <summary>
    /// After an intended change: <c>./edgar capacity --start 2026-11 --html docs/examples/capacity-report.html</c>.
    /// </summary>
    [Fact]
    public void The_example_of_the_docs_is_what_the_command_writes() => Assert.Equal(
        RepositoryFiles.Read("docs/examples/capacity-report.html"),
        CapacityReport.ToHtml(CapacityReport.Create(PlanningValues.Read(), null, PriceList.Read(), Start, 24)));

    private static CapacityPlan Plan(int months) => CapacityReport.Create(PlanningValues.Read(), null, Prices, Start, months);

    private static string Answer(CapacityPlan plan, string question) =>
        plan.Answers.Single(item => item.Question == question).Answer;

    private static LatencySummary NoLatency => new(0, 0, 0, 0, 0, 0, 0);

    private static LoadResult Result() => new()
    {
        Settings = LoadSettings.Create(LoadCatalog.Default, "normal", "http://127.0.0.1:1", 100, null, 1),
        Seconds = 100, Offered = 10_000, Completed = 10_000, Failed = 0, OfferedRate = 100, AchievedRate = 100, PlannedRate = 100,
        Bytes = 1, Latency = NoLatency, ServiceTime = NoLatency, SendDelay = NoLatency, Endpoints = [],
        Errors = new Dictionary<string, long>(), Cache = new Dictionary<string, long>(), CacheHitShare = 0.9, Timeline = [], Verdicts = [],
        Processes = [new("generator", 1, 1, 9, 50, 60), new("server", 2, 0.01, 1, 250, 300)],
        Costs = new(5_000, 10, 3_000),
    };
}
