using CsCheck;
using EdgarApi.Operations.Scaling;

namespace EdgarApi.Tests.Operations;

public sealed class AutoscalerTests
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The example in the documentation of Container Apps: 50 messages, 5 per replica, at most 10 replicas.</summary>
    [Fact]
    public void The_documented_example_scales_from_0_over_1_4_and_8_to_10_and_after_the_cooldown_to_0()
    {
        var autoscaler = new Autoscaler(new ScaleRules { MinReplicas = 0, MaxReplicas = 10, CustomTarget = 5 }, 0);
        List<int> steps = [0];
        long emptyAt = 90, emptiedAt = 0;

        for (long second = 0; second < 900; second++)
        {
            autoscaler.Tick(second, Monday.AddSeconds(second), new ScaleSignals(Custom: second < emptyAt ? 50 : 0));
            if (autoscaler.Replicas == steps[^1]) continue;
            steps.Add(autoscaler.Replicas);
            if (autoscaler.Replicas == 0) emptiedAt = second;
        }

        Assert.Equal([0, 1, 4, 8, 10], steps[..5]);
        Assert.Equal(0, steps[^1]);
        // The last poll that found messages was at 60 s; polls are 30 s apart.
        Assert.Equal(60 + Autoscaler.Cooldown, emptiedAt);
    }

    [Fact]
    public void Replicas_stay_until_nothing_wanted_more_for_five_minutes()
    {
        var autoscaler = new Autoscaler(new ScaleRules { MinReplicas = 1, MaxReplicas = 20, HttpTarget = 10 }, 1);
        long? reducedAt = null;

        for (long second = 0; second < 900 && reducedAt is null; second++)
        {
            autoscaler.Tick(second, Monday, new ScaleSignals(RequestsPerSecond: second < 100 ? 80 : 10));
            if (second > 100 && autoscaler.Replicas < 8) reducedAt = second;
        }

        Assert.Equal(390, reducedAt); // the decision at 90 s wanted 8, and counts until 90 + 300
        Assert.Equal(1, autoscaler.Replicas);
    }

    [Theory]
    [InlineData(76, 3)] // 9 % above 70 %
    [InlineData(78, 4)] // 78 ÷ 70 × 3 = 3.3
    public void A_difference_within_a_tenth_of_the_target_changes_nothing(double cpu, int expected)
    {
        var autoscaler = new Autoscaler(new ScaleRules { MinReplicas = 3, MaxReplicas = 20, CpuTarget = 70 }, 3);

        autoscaler.Tick(0, Monday, new ScaleSignals(Cpu: cpu, ReadyReplicas: 3));

        Assert.Equal(expected, autoscaler.Replicas);
    }

    [Fact]
    public void Replicas_that_are_not_ready_count_as_idle_before_CPU_adds_more()
    {
        var autoscaler = new Autoscaler(new ScaleRules { MinReplicas = 3, MaxReplicas = 20, CpuTarget = 70 }, 6);

        autoscaler.Tick(0, Monday, new ScaleSignals(Cpu: 100, ReadyReplicas: 3)); // 100 % of 3 are 50 % of 6

        Assert.Equal(6, autoscaler.Replicas);
    }

    [Fact]
    public void Decisions_keep_the_bounds_and_the_step_limit()
    {
        Gen.Select(Gen.Int[0, 3], Gen.Int[3, 30], Gen.Double[0, 5000].Array[1, 60]).Sample((minimum, maximum, rates) =>
        {
            var autoscaler = new Autoscaler(new ScaleRules { MinReplicas = minimum, MaxReplicas = maximum, HttpTarget = 100 }, minimum);
            var before = minimum;
            for (var second = 0; second < rates.Length * Autoscaler.SyncInterval; second++)
            {
                autoscaler.Tick(second, Monday, new ScaleSignals(RequestsPerSecond: rates[second / Autoscaler.SyncInterval]));
                Assert.InRange(autoscaler.Replicas, minimum, maximum);
                Assert.True(autoscaler.Replicas <= Math.Max(4, 2 * before));
                before = autoscaler.Replicas;
            }
        }, iter: 200);
    }

    [Theory]
    // Half past five in New York is 10:30 UTC in winter and 9:30 in summer; clocks change on 8 March 2026.
    [InlineData("2026-03-06T10:29:00Z", false)]
    [InlineData("2026-03-06T10:31:00Z", true)]
    [InlineData("2026-03-09T09:29:00Z", false)]
    [InlineData("2026-03-09T09:31:00Z", true)]
    [InlineData("2026-03-09T14:59:00Z", true)]
    [InlineData("2026-03-09T15:01:00Z", false)]
    [InlineData("2026-03-07T12:00:00Z", false)] // Saturday
    public void A_cron_window_follows_the_clock_of_its_zone(string now, bool expected)
    {
        var rule = new CronRule("America/New_York", "30 5 * * 1-5", "0 11 * * 1-5", 9);

        Assert.Equal(expected, rule.IsActive(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)));
    }
}
