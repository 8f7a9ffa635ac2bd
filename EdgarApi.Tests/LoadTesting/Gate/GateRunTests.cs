using EdgarApi.LoadTesting.Gate;
using EdgarApi.LoadTesting.Measurement;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.LoadTesting.Gate;

public sealed class GateRunTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly Verdict Passed = new("step", "", "", Passed: true);

    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task A_run_passes_within_the_tiers_time_limit_and_fails_beyond_it(int ticksBeyond, bool passes)
    {
        var verdicts = await RunAsync(
            _ => Step(() => _time.Advance(TimeSpan.FromMinutes(1))),
            // The last step does not notice that the time is up.
            _ => Step(() => _time.Advance(TimeSpan.FromMinutes(1) + TimeSpan.FromTicks(ticksBeyond))));

        Assert.Equal([true, true, passes], verdicts.Select(verdict => verdict.Passed));
        Assert.Equal(("time", "≤ 00:02:00"), (verdicts[^1].Subject, verdicts[^1].Requirement));
    }

    [Fact]
    public async Task A_step_is_cancelled_at_the_time_limit_and_the_verdicts_so_far_are_kept()
    {
        var started = new TaskCompletionSource();
        var run = RunAsync(_ => Step(() => { }), async token =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            return [];
        });
        await started.Task.InTimeAsync();
        _time.Advance(Limit);
        var verdicts = await run.InTimeAsync();

        Assert.Equal([true, false], verdicts.Select(verdict => verdict.Passed));
        Assert.Equal("stopped at the limit", verdicts[^1].Measured);
    }

    [Fact]
    public async Task Ctrl_C_is_not_a_time_limit()
    {
        using var stop = new CancellationTokenSource();
        var run = GateRun.RunAsync(Limit, [async token =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            return [];
        }], _time, stop.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.InTimeAsync());
    }

    private static Task<IEnumerable<Verdict>> Step(Action work)
    {
        work();
        return Task.FromResult<IEnumerable<Verdict>>([Passed]);
    }

    private Task<IReadOnlyList<Verdict>> RunAsync(params GateStep[] steps) => GateRun.RunAsync(Limit, steps, _time, Stop);
}
