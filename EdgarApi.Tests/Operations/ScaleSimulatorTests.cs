using EdgarApi.Operations.Scaling;

namespace EdgarApi.Tests.Operations;

public sealed class ScaleSimulatorTests
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
    public void Callers_give_up_when_the_queue_is_longer_than_their_timeout()
    {
        var outcome = Run(new ScaleRules { MinReplicas = 1, MaxReplicas = 1 }, 60, _ => 200);

        // 100 of 200 per second are served; the queue holds what is served within 10 s.
        Assert.Equal(1_000, outcome.MaxQueue, 6);
        Assert.Equal(60 * 100 - 1_000, outcome.Lost, 6);
    }

    [Fact]
    public void The_committed_rules_are_the_recommended_ones()
    {
        var study = ScaleStudy.Read();
        // A year repeats what a day shows; the command runs it.
        var traffic = study.CreateTraffic().Where(item => item.Seconds < 86_400).ToList();

        Assert.Equal(6, traffic.Count);
        Assert.Equal(study.Committed, ScaleStudy.Recommend(study.Run(traffic)));
    }

    private ScaleOutcome Run(ScaleRules rules, long seconds, Func<long, double> rate) =>
        _simulator.Run("rules", rules, new TrafficTrace("traffic", Monday, seconds, rate));
}
