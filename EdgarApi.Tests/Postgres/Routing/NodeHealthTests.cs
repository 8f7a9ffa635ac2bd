using EdgarApi.Storage.Routing;

namespace EdgarApi.Tests.Postgres.Routing;

public sealed class NodeHealthTests : IDisposable
{
    private static readonly TimeSpan Current = TimeSpan.Zero;

    private readonly NodeHealth health = new(new RoutingOptions { FailuresUntilOut = 2, SuccessesUntilBack = 3 });

    [Fact]
    public void A_node_serves_nothing_before_it_was_probed_and_everything_after_one_good_probe()
    {
        Assert.False(health.IsHealthyFor(ReadRole.Api));

        health.Answered(Current);

        Assert.True(health.IsHealthyFor(ReadRole.Api));
        Assert.True(health.IsHealthyFor(ReadRole.Analytics));
    }

    [Fact]
    public void A_node_goes_out_after_two_timeouts_in_a_row_and_comes_back_after_three_answers()
    {
        health.Answered(Current);
        health.TimedOut();
        Assert.True(health.IsReachable);
        health.TimedOut();
        Assert.False(health.IsReachable);

        health.Answered(Current);
        health.Answered(Current);
        Assert.False(health.IsReachable);
        health.Answered(Current);
        Assert.True(health.IsReachable);
    }

    [Fact]
    public void Timeouts_that_are_not_in_a_row_do_not_add_up()
    {
        health.Answered(Current);
        for (var i = 0; i < 10; i++)
        {
            health.TimedOut();
            health.Answered(Current);
        }

        Assert.True(health.IsReachable);
    }

    [Fact]
    public void A_refused_connection_takes_a_node_out_at_once_and_ends_the_reads_that_wait_for_it()
    {
        health.Answered(Current);
        var outage = health.Outage;

        health.ConnectionFailed();

        Assert.False(health.IsReachable);
        Assert.True(outage.IsCancellationRequested);
        Assert.False(health.Outage.IsCancellationRequested);
    }

    [Fact]
    public void Three_seconds_of_lag_are_too_many_for_the_api_and_not_for_analytics()
    {
        health.Answered(Current);
        for (var i = 0; i < 2; i++) health.Answered(TimeSpan.FromSeconds(3));

        Assert.False(health.IsHealthyFor(ReadRole.Api));
        Assert.True(health.IsHealthyFor(ReadRole.Analytics));
        Assert.True(health.IsReachable);
    }

    [Fact]
    public void A_single_late_probe_does_not_take_a_node_out()
    {
        health.Answered(Current);
        health.Answered(TimeSpan.FromSeconds(1.01));
        Assert.True(health.IsHealthyFor(ReadRole.Api));
        health.Answered(Current);
        health.Answered(TimeSpan.FromSeconds(1.01));

        Assert.True(health.IsHealthyFor(ReadRole.Api));
    }

    [Fact]
    public void Lag_does_not_end_the_reads_that_are_under_way()
    {
        health.Answered(Current);
        var outage = health.Outage;
        for (var i = 0; i < 5; i++) health.Answered(TimeSpan.FromMinutes(1));

        Assert.False(outage.IsCancellationRequested);
    }

    public void Dispose() => health.Dispose();
}
