using EdgarApi.LoadTesting;
using EdgarApi.LoadTesting.Measurement;
using EdgarApi.LoadTesting.Scenarios;

namespace EdgarApi.Tests.LoadTesting;

/// <summary>A ramp of 10 s, a hold of 10 s, a recovery of 60 s.</summary>
public sealed class DegradationVerdictsTests
{
    private static readonly LoadSettings Settings = LoadSettings.Create(LoadCatalog.Default, "stress", "") with
    {
        RampUp = TimeSpan.FromSeconds(10), Duration = TimeSpan.FromSeconds(10), Recovery = TimeSpan.FromSeconds(60),
    };

    private static readonly Dictionary<string, long> Rejections = new() { ["status 503"] = 5000 };

    [Fact]
    public void A_service_that_rejects_properly_keeps_its_goodput_and_recovers_passes()
    {
        // The best 10 s serve 1,000 per second; the hold 800, which is 80 %.
        var verdicts = Judge(Rejections, hold: new(0, 0, 1300, 500, 1, 900));

        Assert.DoesNotContain(verdicts, verdict => !verdict.Passed);
        Assert.Equal(
            ["1,900 ms", "800/s of 1,000/s", "5,000 rejected, 0 other failures", "0 s"], verdicts.Select(verdict => verdict.Measured));
    }

    [Fact]
    public void Less_than_80_percent_of_the_best_goodput_fails()
    {
        var verdict = Judge(Rejections, hold: new(0, 0, 1300, 501, 1, 900))[1];

        Assert.Equal(
            ("goodput ≥ 80 % of the best 10 s", "799/s of 1,000/s", false), (verdict.Requirement, verdict.Measured, verdict.Passed));
    }

    [Theory]
    [InlineData("timeout")]
    [InlineData("status 500")]
    [InlineData("status 503 without Retry-After")]
    public void Any_other_failure_fails(string error)
    {
        var verdict = Judge(new() { ["status 503"] = 5000, [error] = 1 })[2];

        Assert.Equal(("5,000 rejected, 1 other failures", false), (verdict.Measured, verdict.Passed));
    }

    [Theory]
    [InlineData(25, 1, 900, "5 s", true)] // the last rejection 5 s after the hold
    [InlineData(51, 1, 900, "31 s", false)]
    [InlineData(25, 0, 1501, "5 s", true)] // a p99 above 1,500 ms, the longest limit of the mix
    [InlineData(80, 1, 900, "not within 60 s", false)]
    public void It_has_recovered_when_nothing_is_rejected_or_slow_any_more(
        int second, double failed, double p99, string measured, bool passed)
    {
        var verdict = Judge(Rejections, late: (second, failed, p99))[3];

        Assert.Equal((measured, passed), (verdict.Measured, verdict.Passed));
    }

    [Fact]
    public void Response_times_may_rise_to_the_longest_acceptable()
    {
        Assert.False(Judge(Rejections, p95: 2000.1)[0].Passed);
        Assert.True(Judge(Rejections, p95: 2000)[0].Passed);
    }

    [Fact]
    public void A_run_without_a_response_fails() => Assert.False(Assert.Single(
        DegradationVerdicts.Create(LoadCatalog.Default, Settings, [], [], new Dictionary<string, long>())).Passed);

    private static List<Verdict> Judge(
        Dictionary<string, long> errors, LoadSecond? hold = null, (int Second, double Failed, double P99)? late = null, double p95 = 1900)
    {
        var timeline = Enumerable.Range(1, 80).Select(second => second switch
        {
            <= 10 => new LoadSecond(second, 1000, 1000, 0, 1, 5),
            <= 20 => (hold ?? new LoadSecond(0, 0, 1000, 0, 1, 5)) with { At = second },
            _ when late is { } found && found.Second == second => new LoadSecond(second, 100, 100, found.Failed, 1, found.P99),
            _ => new LoadSecond(second, 100, 100, 0, 1, 5),
        }).ToList();
        EndpointResult[] endpoints =
        [
            new("company_overview", 1000, 1000, 0, new LatencySummary(1000, 1, 1, p95, p95, p95, 9000), []),
            new("income_statement", 0, 0, 0, new LatencySummary(0, 0, 0, 0, 0, 0, 0), []),
        ];
        // The mix also has statements, whose p99 limit is the longest, once they were requested.
        if (late is not null) endpoints[1] = endpoints[1] with { Completed = 1 };
        var verdicts = DegradationVerdicts.Create(LoadCatalog.Default, Settings, endpoints, timeline, errors).ToList();
        return [verdicts[0], .. verdicts[^3..]];
    }
}
