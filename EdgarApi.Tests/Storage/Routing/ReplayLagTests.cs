using EdgarApi.Storage.Routing;
using Microsoft.Extensions.Time.Testing;
using NpgsqlTypes;

namespace EdgarApi.Tests.Storage.Routing;

public sealed class ReplayLagTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero));
    private readonly ReplayLag _lag = new(Second);

    [Fact]
    public void A_replica_with_the_newest_heartbeat_is_not_behind()
    {
        var primary = Beat(1, 100);
        _lag.AddPrimaryProbe(primary);

        Assert.Equal(TimeSpan.Zero, _lag.GetReplicaLag(primary));
    }

    [Fact]
    public void A_stalled_replica_falls_behind_as_its_heartbeat_ages()
    {
        var replica = Beat(1, 100);
        for (var beat = 1; beat <= 4; beat++)
        {
            _lag.AddPrimaryProbe(Beat(beat, 100UL * (ulong)beat));
            _time.Advance(Second);
        }

        Assert.Equal(4 * Second, _lag.GetReplicaLag(replica with { At = _time.GetUtcNow() }));
    }

    [Fact]
    public void An_idle_primary_does_not_make_replicas_look_late()
    {
        var replica = Beat(1, 100);
        _lag.AddPrimaryProbe(replica);
        _time.Advance(TimeSpan.FromHours(1));
        _lag.AddPrimaryProbe(replica with { At = _time.GetUtcNow() });

        Assert.Equal(TimeSpan.Zero, _lag.GetReplicaLag(replica with { At = _time.GetUtcNow() }));
    }

    [Fact]
    public void Without_heartbeats_a_replica_is_behind_since_the_primary_was_first_seen_further_in_the_log()
    {
        var replica = Beat(1, 100);
        _lag.AddPrimaryProbe(replica);
        _time.Advance(60 * Second);
        _lag.AddPrimaryProbe(replica with { At = _time.GetUtcNow(), Position = new NpgsqlLogSequenceNumber(200) });
        _time.Advance(7 * Second);

        Assert.Equal(7 * Second, _lag.GetReplicaLag(replica with { At = _time.GetUtcNow() }));
        Assert.Equal(
            TimeSpan.Zero, _lag.GetReplicaLag(replica with { At = _time.GetUtcNow(), Position = new NpgsqlLogSequenceNumber(200) }));
    }

    [Fact]
    public void Without_the_primary_lag_is_relative_to_the_most_advanced_replica()
    {
        var behind = Beat(1, 100);
        _time.Advance(3 * Second);
        var ahead = Beat(4, 400);

        Assert.Equal(TimeSpan.Zero, _lag.GetReplicaLag(ahead));
        Assert.Equal(3 * Second, _lag.GetReplicaLag(behind with { At = _time.GetUtcNow() }));
    }

    private NodeProbe Beat(long beat, ulong position) => new(
        _time.GetUtcNow(), beat, _time.GetUtcNow(), new NpgsqlLogSequenceNumber(position));
}
