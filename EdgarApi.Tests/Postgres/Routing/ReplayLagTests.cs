using EdgarApi.Storage.Routing;
using Microsoft.Extensions.Time.Testing;
using NpgsqlTypes;

namespace EdgarApi.Tests.Postgres.Routing;

public sealed class ReplayLagTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero));
    private readonly ReplayLag lag = new(Second);

    [Fact]
    public void A_replica_that_has_the_newest_beat_is_not_behind()
    {
        var primary = Beat(1, 100);
        lag.AddPrimaryProbe(primary);

        Assert.Equal(TimeSpan.Zero, lag.GetReplicaLag(primary));
    }

    [Fact]
    public void A_replica_that_stands_still_falls_behind_as_its_beat_grows_old()
    {
        var replica = Beat(1, 100);
        for (var beat = 1; beat <= 4; beat++)
        {
            lag.AddPrimaryProbe(Beat(beat, 100UL * (ulong)beat));
            time.Advance(Second);
        }

        Assert.Equal(4 * Second, lag.GetReplicaLag(replica with { At = time.GetUtcNow() }));
    }

    [Fact]
    public void An_idle_primary_makes_no_replica_look_late()
    {
        var replica = Beat(1, 100);
        lag.AddPrimaryProbe(replica);
        time.Advance(TimeSpan.FromHours(1));
        lag.AddPrimaryProbe(replica with { At = time.GetUtcNow() });

        Assert.Equal(TimeSpan.Zero, lag.GetReplicaLag(replica with { At = time.GetUtcNow() }));
    }

    [Fact]
    public void Without_a_heartbeat_writer_a_replica_is_behind_since_the_primary_was_first_seen_further_in_the_log()
    {
        var replica = Beat(1, 100);
        lag.AddPrimaryProbe(replica);
        time.Advance(60 * Second);
        lag.AddPrimaryProbe(replica with { At = time.GetUtcNow(), Position = new NpgsqlLogSequenceNumber(200) });
        time.Advance(7 * Second);

        Assert.Equal(7 * Second, lag.GetReplicaLag(replica with { At = time.GetUtcNow() }));
        Assert.Equal(TimeSpan.Zero, lag.GetReplicaLag(replica with { At = time.GetUtcNow(), Position = new NpgsqlLogSequenceNumber(200) }));
    }

    [Fact]
    public void Without_the_primary_the_replica_that_is_furthest_is_the_measure()
    {
        var behind = Beat(1, 100);
        time.Advance(3 * Second);
        var ahead = Beat(4, 400);

        Assert.Equal(TimeSpan.Zero, lag.GetReplicaLag(ahead));
        Assert.Equal(3 * Second, lag.GetReplicaLag(behind with { At = time.GetUtcNow() }));
    }

    private NodeProbe Beat(long beat, ulong position) => new(
        time.GetUtcNow(), beat, time.GetUtcNow(), new NpgsqlLogSequenceNumber(position));
}
