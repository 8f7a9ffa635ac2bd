using System.Globalization;
using System.Text.RegularExpressions;
using EdgarApi.Operations.Scaling;
using EdgarApi.Tests.Architecture;

namespace EdgarApi.Tests.Operations;

public sealed partial class ScaleSimulatorTests
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly ReplicaModel Replica = new()
    {
        RequestsPerSecond = 100, IdleP95 = 20, StartSeconds = 20, WarmUpSeconds = 10, WarmUpFactor = 5, MemoryPercent = 40,
        CostPerHour = 0.2m,
    };

    private readonly ScaleSimulator _simulator = new(Replica, new ScaleObjective(500, 10));

    [Fact]
    public void Steady_traffic_within_capacity_changes_nothing_and_costs_the_minimum()
    {
        var outcome = Run(new ScaleRules { MinReplicas = 3, MaxReplicas = 20, HttpTarget = 60 }, 3600, _ => 150);

        Assert.Equal((3, 0, 0), (outcome.MaxReplicas, outcome.SecondsOutside, outcome.Lost));
        Assert.Equal(3, outcome.ReplicaHours, 6);
        Assert.Equal(0.6m, decimal.Round(outcome.Cost, 6));
        Assert.Equal(40, outcome.MaxP95, 6); // half idle: 20 ms ÷ 0.5
    }

    [Fact]
    public void A_rise_is_outside_the_service_level_until_the_added_replicas_are_ready()
    {
        var outcome = Run(new ScaleRules { MinReplicas = 3, MaxReplicas = 20, HttpTarget = 60 }, 1200, second => second < 300 ? 150 : 900);

        Assert.Equal(15, outcome.MaxReplicas); // 900 ÷ 60
        Assert.InRange(outcome.SecondsOutside, (long)Replica.StartSeconds, 120);
        Assert.True(outcome.MaxQueue > 0);
        Assert.Equal(0, outcome.Timeline[^1].Queue);
    }

    [Fact]
    public void Hours_cost_and_seconds_outside_add_up_over_time()
    {
        var outcome = Run(new ScaleRules { MinReplicas = 2, MaxReplicas = 2 }, 600, second => second < 300 ? 100 : 220);

        var (first, half, last) = (outcome.Timeline[0], outcome.Timeline[299], outcome.Timeline[^1]);
        Assert.Equal((2 / 3600.0, 600 / 3600.0), (first.ReplicaHours, half.ReplicaHours));
        Assert.Equal(0, half.SecondsOutside);
        Assert.Equal(
            (outcome.ReplicaHours, outcome.Cost, outcome.SecondsOutside), (last.ReplicaHours, last.Cost, last.SecondsOutside));
        Assert.Equal(0.2m * 2 * 600 / 3600, decimal.Round(last.Cost, 12), 9);
        Assert.True(last.SecondsOutside > 0);
    }

    [Fact]
    public void Callers_give_up_when_the_queue_is_longer_than_their_timeout()
    {
        var outcome = Run(new ScaleRules { MinReplicas = 1, MaxReplicas = 1 }, 60, _ => 200);

        // 100 of 200 per second are served; the queue holds what is served within 10 s.
        Assert.Equal(1_000, outcome.MaxQueue, 6);
        Assert.Equal(60 * 100 - 1_000, outcome.Lost, 6);
    }

    /// <summary>Two companies of 2/3 and 1/3 (Zipf with exponent 1), two responses each.</summary>
    [Fact]
    public void Caches_fill_with_what_is_asked_for_the_popular_first()
    {
        var caches = new CacheFill(Companies: 2, Skew: 1, ResponsesPerCompany: 2);

        Assert.Equal(0, caches.GetSeen(0), 12);
        Assert.Equal(1 - (2 * Math.Exp(-3) + Math.Exp(-1.5)) / 3, caches.GetSeen(9), 12); // e^(−9 ÷ 3), e^(−9 ÷ 6)
        Assert.Equal(1, caches.GetSeen(1_000), 12);
    }

    [Theory]
    [InlineData("\"companies\": 6000", "\"companies\": 0")]
    [InlineData("\"responsesPerCompany\": 20", "\"responsesPerCompany\": 0")]
    [InlineData("\"skew\": 1", "\"skew\": -1")]
    public void Caches_without_a_size_are_rejected(string before, string after)
    {
        var file = Path.Combine(TestFolder.Create("rules").FullName, "scaling.json");
        var text = RepositoryFiles.Read("EdgarApi.Operations/Scaling/scaling.json");
        Assert.Contains(before, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(before, after, StringComparison.Ordinal));

        var error = Assert.Throws<InvalidDataException>(() => ScaleStudy.Read(file));
        Assert.StartsWith("caches: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_cold_caches_capacity_is_a_fraction_at_first_and_full_once_they_are_filled()
    {
        var requests = new RequestCost(Cores: 1, HitMicroseconds: 40, MissMicroseconds: 4_000, HitShare: 0.8, Reserve: 1, SafeShare: 0.6);
        var simulator = new ScaleSimulator(
            Replica, new ScaleObjective(500, 10), served => requests.GetFactor(served < 1_000 ? 0 : 1));
        var (rules, traffic) = (new ScaleRules { MinReplicas = 1, MaxReplicas = 1 }, new TrafficTrace("traffic", Monday, 120, _ => 50));

        var (cold, warm) = (simulator.Run("rules", rules, traffic with { HasColdCaches = true }), simulator.Run("rules", rules, traffic));

        Assert.Equal(4_000 / (0.8 * 40 + 0.2 * 4_000), requests.GetFactor(0), 12); // 4.8
        Assert.Equal(1, requests.GetFactor(1), 12);
        Assert.Equal(0, warm.MaxQueue);
        Assert.Equal(100 / requests.GetFactor(0) * 10, cold.MaxQueue, 6); // what is served within the callers' 10 s
        Assert.Equal(0, cold.Timeline[^1].Queue);
    }

    [Fact]
    public void The_deployed_rules_are_the_recommended_ones()
    {
        var study = ScaleStudy.Read();
        // A year repeats what a day shows; the command runs it.
        var traffic = study.CreateTraffic().Where(item => item.Seconds < 86_400).ToList();

        Assert.Equal(7, traffic.Count);
        Assert.Equal(ScaleStudy.Committed, ScaleStudy.Recommend(study.Run(traffic)));
    }

    /// <summary>2 cores ÷ (0.85 × 20.3 µs + 0.15 × 6,000 µs) = 2,180/s; × 0.67 = 1,461; × 0.6 = 840. In hundreds.</summary>
    [Fact]
    public void The_HTTP_rule_is_the_safe_rate_that_follows_from_measured_costs_and_acts_before_the_CPU_rule()
    {
        var study = ScaleStudy.Read();

        Assert.Equal((1_400, 800), (study.Requests.Capacity, study.Requests.SafeRate));
        Assert.Equal(study.Requests.SafeRate, study.Deployed.HttpTarget);
        Assert.True(study.Requests.SafeRate / study.Requests.Capacity * 100 < study.Deployed.CpuTarget);
    }

    /// <summary>A new measurement changes the rules: they are not planned with less than it, nor with a quarter more.</summary>
    [Fact]
    public void Costs_and_the_start_are_those_that_the_documentation_has_measured()
    {
        var (study, document) = (ScaleStudy.Read(), RepositoryFiles.Read("docs/performance.md"));
        double Measured(string pattern) => double.Parse(
            Assert.Single(Regex.Matches(document, pattern).Select(match => match.Groups[1].Value)), CultureInfo.InvariantCulture);
        static void AssertPlanned(double planned, double measured) => Assert.InRange(planned, measured, measured * 1.25);

        AssertPlanned(study.Requests.HitMicroseconds, Measured(@"warm overview, with key, limits and usage \| [\d.]+ µs \| ([\d.]+) µs"));
        var computed = Measured(@"A computed response costs ([\d.]+) ms of CPU\s+time in a warm process");
        AssertPlanned(study.Requests.MissMicroseconds, computed * 1_000);
        AssertPlanned(study.Replica.StartSeconds, Measured(@"\| with native code \| ([\d.]+) s"));
        // What the first requests of a process cost more is what the model takes from its cores while it warms up, or up to twice as much.
        var inFirstRequests = Measured(@"(\d+)\s+requests without errors in the first \d+ s")
            * (Measured(@"\*\*not met\*\*\), ([\d.]+) ms of CPU\s+time per request") - computed) / 1_000;
        var inModel = study.Replica.WarmUpSeconds * study.Requests.Cores * (1 - 1 / study.Replica.WarmUpFactor);
        Assert.InRange(inModel, inFirstRequests, inFirstRequests * 2);
    }

    /// <summary>What is deployed is what the simulation reads; the template is evaluated by <c>BicepTests</c>.</summary>
    [Fact]
    public void Deployed_rules_come_from_the_evaluated_template()
    {
        var file = Path.Combine(TestFolder.Create("template").FullName, "api.snapshot.json");
        File.WriteAllText(file, """
            {
              "predictedResources": [
                { "type": "Microsoft.Insights/diagnosticSettings" },
                {
                  "type": "Microsoft.App/containerApps",
                  "properties": { "template": { "scale": { "minReplicas": 2, "maxReplicas": 7, "rules": [
                    { "name": "a", "http": { "metadata": { "concurrentRequests": "80" } } },
                    { "name": "b", "custom": { "type": "cpu", "metadata": { "type": "Utilization", "value": "65" } } },
                    { "name": "c", "custom": { "type": "cron", "metadata": {
                      "timezone": "America/New_York", "start": "0 9 * * 1-5", "end": "0 11 * * 1-5", "desiredReplicas": "5" } } }
                  ] } } }
                }
              ]
            }
            """);

        var rules = TemplateRules.Read(file);

        Assert.Equal((2, 7, 80, 65), (rules.MinReplicas, rules.MaxReplicas, rules.HttpTarget, rules.CpuTarget));
        Assert.Null(rules.MemoryTarget);
        Assert.Equal([new CronRule("America/New_York", "0 9 * * 1-5", "0 11 * * 1-5", 5)], rules.Cron);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not JSON")]
    [InlineData("""{ "predictedResources": [] }""")]
    public void A_file_that_is_not_an_evaluated_template_is_rejected(string text)
    {
        var file = Path.Combine(TestFolder.Create("template").FullName, "wrong.json");
        File.WriteAllText(file, text);

        Assert.Throws<InvalidDataException>(() => TemplateRules.Read(file));
    }

    [Fact]
    public void A_page_shows_replicas_percentiles_and_queues_of_every_set_in_shared_charts()
    {
        var rules = new ScaleRules { MinReplicas = 1, MaxReplicas = 1 };
        ScaleOutcome[] outcomes =
        [
            .. new[] { "measured", "simulated", "a set of rules with a name that is longer than what is left of the row below the chart" }
                .Select(name => Run(rules, 60, _ => 10) with { Rules = name }),
        ];

        var page = ScaleReport.ToHtml(outcomes);

        Assert.Equal(
            [
                "Replicas", "95th percentile", "Waiting requests", "Seconds outside the service level", "Replica hours", "Cost", "Requests",
            ],
            ChartTitle().Matches(page).Select(match => match.Groups[1].Value));
        // A long name goes to a row of its own, and the chart is as much higher.
        Assert.Equal(6, page.Split("viewBox=\"0 0 860 318\"").Length - 1);
    }

    [GeneratedRegex("aria-label=\"([^\"]*)\"")]
    private static partial Regex ChartTitle();

    private ScaleOutcome Run(ScaleRules rules, long seconds, Func<long, double> rate) =>
        _simulator.Run("rules", rules, new TrafficTrace("traffic", Monday, seconds, rate));
}
