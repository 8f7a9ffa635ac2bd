namespace EdgarApi.Storage.Routing;

/// <summary>
/// Tells how far replicas are behind. The measure is the heartbeat: a replica that has the newest beat known is not behind; one that has not is
/// as far behind as its own beat is old. Replica clocks play no part. When the writer of heartbeats is down every beat grows old, so then
/// positions in the write-ahead log are compared: behind since the first time the primary was seen further than the replica is.
/// </summary>
/// <param name="beatInterval">Time between two heartbeats when their writer runs.</param>
public sealed class ReplayLag(TimeSpan beatInterval)
{
    private const int MaxSamples = 256;

    private readonly Lock gate = new();
    private readonly LinkedList<NodeProbe> primarySamples = new();
    private NodeProbe? newestBeat;

    /// <summary>Takes in what the primary said.</summary>
    public void PrimaryProbed(NodeProbe probe)
    {
        lock (gate)
        {
            NoteBeat(probe);
            primarySamples.AddLast(probe);
            if (primarySamples.Count > MaxSamples) primarySamples.RemoveFirst();
        }
    }

    /// <summary>How far a replica is behind, from what it just said.</summary>
    public TimeSpan ReplicaProbed(NodeProbe probe)
    {
        lock (gate)
        {
            NoteBeat(probe);
            var newest = newestBeat!.Value;
            if (probe.Beat < newest.Beat)
            {
                // The primary's clock, carried on by ours since the newest beat was first seen.
                var ownAge = newest.BeatenAt - probe.BeatenAt + (probe.At - newest.At);
                return ownAge > TimeSpan.Zero ? ownAge : TimeSpan.Zero;
            }

            return BeatsFlow(newest, probe.At) ? TimeSpan.Zero : BehindInLog(probe);
        }
    }

    private void NoteBeat(NodeProbe probe)
    {
        if (newestBeat is null || probe.Beat > newestBeat.Value.Beat) newestBeat = probe;
    }

    private bool BeatsFlow(NodeProbe newest, DateTimeOffset now) => now - newest.At <= 3 * beatInterval;

    private TimeSpan BehindInLog(NodeProbe probe)
    {
        foreach (var sample in primarySamples)
            if (sample.Position > probe.Position) return probe.At > sample.At ? probe.At - sample.At : TimeSpan.Zero;
        return TimeSpan.Zero;
    }
}
