namespace EdgarApi.Storage.Routing;

/// <summary>
/// Whether a node may serve, with hysteresis: it goes out after some failed probes in a row, or at once when a connection fails, and comes back
/// after some good ones. Lag runs through the same counts, for each role by its own tolerance.
/// </summary>
public sealed class NodeHealth(RoutingOptions options) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Gauge reachable = new(options);
    private readonly Gauge currentForApi = new(options);
    private readonly Gauge currentForAnalytics = new(options);
    private CancellationTokenSource outage = new();

    /// <summary>Replay lag of the last good probe; zero for a primary.</summary>
    public TimeSpan Lag { get; private set; }

    /// <summary>Whether the node answers.</summary>
    public bool IsReachable
    {
        get { lock (gate) return reachable.IsGood; }
    }

    /// <summary>Whether the node answers and is within the lag that the role tolerates.</summary>
    public bool IsHealthyFor(ReadRole role)
    {
        lock (gate) return reachable.IsGood && (role == ReadRole.Api ? currentForApi : currentForAnalytics).IsGood;
    }

    /// <summary>Cancelled when the node goes out because it does not answer: reads that wait for it then go elsewhere.</summary>
    public CancellationToken Outage
    {
        get { lock (gate) return outage.Token; }
    }

    /// <summary>A probe was answered.</summary>
    public void Answered(TimeSpan lag)
    {
        lock (gate)
        {
            Lag = lag;
            currentForApi.Count(lag <= options.ApiLagTolerance);
            currentForAnalytics.Count(lag <= options.AnalyticsLagTolerance);
            reachable.Count(true);
        }
    }

    /// <summary>A probe or a read got no answer in time.</summary>
    public void TimedOut() => Fail(reachable.Count);

    /// <summary>A connection was refused or broke.</summary>
    public void ConnectionFailed() => Fail(_ => reachable.Drop());

    /// <inheritdoc />
    public void Dispose() => outage.Dispose();

    private void Fail(Action<bool> note)
    {
        CancellationTokenSource? ended = null;
        lock (gate)
        {
            var was = reachable.IsGood;
            note(false);
            if (was && !reachable.IsGood) (ended, outage) = (outage, new CancellationTokenSource());
        }

        // Outside the lock: what is cancelled runs on from here. The source is left to the collector, since a reader may just be linking to it.
        ended?.Cancel();
    }

    /// <summary>Good or bad with inertia. It starts bad but comes good on the first good count, so that a start does not wait.</summary>
    private sealed class Gauge(RoutingOptions options)
    {
        private int good;
        private int bad;
        private bool everGood;

        public bool IsGood { get; private set; }

        public void Count(bool success)
        {
            (good, bad) = success ? (good + 1, 0) : (0, bad + 1);
            if (good >= options.SuccessesUntilBack || (success && !everGood)) IsGood = everGood = true;
            if (bad >= options.FailuresUntilOut) IsGood = false;
        }

        public void Drop() => (good, bad, IsGood) = (0, bad + 1, false);
    }
}
