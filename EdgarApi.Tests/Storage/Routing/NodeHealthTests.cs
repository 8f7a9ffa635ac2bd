using EdgarApi.Storage.Routing;

namespace EdgarApi.Tests.Storage.Routing;

public sealed class NodeHealthTests : IDisposable
{
    private static readonly TimeSpan Current = TimeSpan.Zero;

    private readonly NodeHealth _health = new(new RoutingOptions { FailuresUntilOut = 2, SuccessesUntilBack = 3 });

    [Fact]
    public void A_node_serves_nothing_before_its_first_successful_probe()
    {
        Assert.False(_health.IsHealthyFor(ReadRole.Api));

        _health.Answered(Current);

        Assert.True(_health.IsHealthyFor(ReadRole.Api));
        Assert.True(_health.IsHealthyFor(ReadRole.Analytics));
    }

    [Fact]
    public void A_node_goes_out_after_two_consecutive_timeouts_and_returns_after_three_successes()
    {
        _health.Answered(Current);
        _health.TimedOut();
        Assert.True(_health.IsReachable);
        _health.TimedOut();
        Assert.False(_health.IsReachable);

        _health.Answered(Current);
        _health.Answered(Current);
        Assert.False(_health.IsReachable);
        _health.Answered(Current);
        Assert.True(_health.IsReachable);
    }

    [Fact]
    public void Timeouts_that_are_not_consecutive_do_not_add_up()
    {
        _health.Answered(Current);
        for (var i = 0; i < 10; i++)
        {
            _health.TimedOut();
            _health.Answered(Current);
        }

        Assert.True(_health.IsReachable);
    }

    [Fact]
    public void A_refused_connection_takes_a_node_out_immediately_and_ends_its_pending_reads()
    {
        _health.Answered(Current);
        var outage = _health.Outage;

        _health.ConnectionFailed();

        Assert.False(_health.IsReachable);
        Assert.True(outage.IsCancellationRequested);
        Assert.False(_health.Outage.IsCancellationRequested);
    }

    [Fact]
    public void Three_seconds_of_lag_are_too_much_for_api_replicas_but_not_for_analytics()
    {
        _health.Answered(Current);
        for (var i = 0; i < 2; i++) _health.Answered(TimeSpan.FromSeconds(3));

        Assert.False(_health.IsHealthyFor(ReadRole.Api));
        Assert.True(_health.IsHealthyFor(ReadRole.Analytics));
        Assert.True(_health.IsReachable);
    }

    [Fact]
    public void A_single_late_probe_does_not_take_a_node_out()
    {
        _health.Answered(Current);
        _health.Answered(TimeSpan.FromSeconds(1.01));
        Assert.True(_health.IsHealthyFor(ReadRole.Api));
        _health.Answered(Current);
        _health.Answered(TimeSpan.FromSeconds(1.01));

        Assert.True(_health.IsHealthyFor(ReadRole.Api));
    }

    [Fact]
    public void Lag_does_not_end_reads_in_progress()
    {
        _health.Answered(Current);
        var outage = _health.Outage;
        for (var i = 0; i < 5; i++) _health.Answered(TimeSpan.FromMinutes(1));

        Assert.False(outage.IsCancellationRequested);
    }

    public void Dispose() => _health.Dispose();
}
