namespace EdgarApi.Storage.Routing;

/// <summary>
/// Computes how far replicas are behind, from the heartbeats that they have. A replica with the latest known beat is not behind; any other
/// is as far behind as its latest beat is old. Replica clocks are not used. While no heartbeats are written, all beats grow old. Then the
/// positions in the write-ahead log are compared: a replica is behind since the primary was first seen at a later position.
/// </summary>
/// <param name="beatInterval">Interval of the heartbeats.</param>
public sealed class ReplayLag(TimeSpan beatInterval)
{
    private const int MaxSamples = 256;

    private readonly Lock _gate = new();
    private readonly LinkedList<NodeProbe> _primarySamples = new();
    private NodeProbe? _newestBeat;

    /// <summary>Records a probe of the primary.</summary>
    public void AddPrimaryProbe(NodeProbe probe)
    {
        lock (_gate)
        {
            AddBeat(probe);
            _primarySamples.AddLast(probe);
            if (_primarySamples.Count > MaxSamples) _primarySamples.RemoveFirst();
        }
    }

    /// <summary>Records a probe of a replica and returns its lag.</summary>
    public TimeSpan GetReplicaLag(NodeProbe probe)
    {
        lock (_gate)
        {
            AddBeat(probe);
            var newest = _newestBeat!.Value;
            if (probe.Beat < newest.Beat)
            {
                // The primary's time, extrapolated by our clock since the latest beat was first seen.
                var ownAge = newest.BeatenAt - probe.BeatenAt + (probe.At - newest.At);
                return ownAge > TimeSpan.Zero ? ownAge : TimeSpan.Zero;
            }

            return IsBeating(newest, probe.At) ? TimeSpan.Zero : GetLogLag(probe);
        }
    }

    private void AddBeat(NodeProbe probe)
    {
        if (_newestBeat is null || probe.Beat > _newestBeat.Value.Beat) _newestBeat = probe;
    }

    private bool IsBeating(NodeProbe newest, DateTimeOffset now) => now - newest.At <= 3 * beatInterval;

    private TimeSpan GetLogLag(NodeProbe probe)
    {
        foreach (var sample in _primarySamples)
            if (sample.Position > probe.Position) return probe.At > sample.At ? probe.At - sample.At : TimeSpan.Zero;
        return TimeSpan.Zero;
    }
}
