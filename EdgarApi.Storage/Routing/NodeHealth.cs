namespace EdgarApi.Storage.Routing;

/// <summary>
/// Whether a node may serve reads, with hysteresis: it is taken out after several failed probes in a row, or immediately when a connection
/// fails, and returns after several successful ones. The same counts apply to lag, by each role's tolerance.
/// </summary>
public sealed class NodeHealth(RoutingOptions options) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Condition _reachable = new(options);
    private readonly Condition _currentForApi = new(options);
    private readonly Condition _currentForAnalytics = new(options);
    private readonly int _probesUntilTrusted = Math.Max(1, (int)(FaultyPeriod / options.ProbeInterval));
    private readonly int _probesUntilPreferred = Math.Max(1, (int)(SlowPeriod / options.ProbeInterval));
    private CancellationTokenSource _outage = new();
    private int _faultyProbes;
    private int _slowProbes;

    /// <summary>Time without a further fault after which a faulty node is trusted again.</summary>
    public static readonly TimeSpan FaultyPeriod = TimeSpan.FromMinutes(5);

    /// <summary>Time without a further slow read after which reads try a slow node first again.</summary>
    public static readonly TimeSpan SlowPeriod = TimeSpan.FromSeconds(5);

    /// <summary>Replay lag of the last successful probe; zero for a primary.</summary>
    public TimeSpan Lag { get; private set; }

    /// <summary>Whether the node responds.</summary>
    public bool IsReachable
    {
        get { lock (_gate) return _reachable.IsGood; }
    }

    /// <summary>Whether the node responds and is within the lag that the role tolerates.</summary>
    public bool IsHealthyFor(ReadRole role)
    {
        lock (_gate) return _reachable.IsGood && (role == ReadRole.Api ? _currentForApi : _currentForAnalytics).IsGood;
    }

    /// <summary>Cancelled when the node stops responding, so that waiting reads go to other nodes.</summary>
    public CancellationToken Outage
    {
        get { lock (_gate) return _outage.Token; }
    }

    /// <summary>
    /// Whether the node recently failed reads that another node served, for example because a page is damaged. It still serves reads, but
    /// only those that no other replica can.
    /// </summary>
    public bool IsFaulty
    {
        get { lock (_gate) return _faultyProbes > 0; }
    }

    /// <summary>Records a read that failed here and succeeded on another node; returns whether this is the first in a while.</summary>
    public bool MarkFaulty()
    {
        lock (_gate)
        {
            var isNew = _faultyProbes == 0;
            _faultyProbes = _probesUntilTrusted;
            return isNew;
        }
    }

    /// <summary>
    /// Whether a read recently waited for the node until another replica served it, for example because its network is slow. Reads prefer
    /// other replicas.
    /// </summary>
    public bool IsSlow
    {
        get { lock (_gate) return _slowProbes > 0; }
    }

    /// <summary>Records a read that waited here and succeeded on another node; returns whether this is the first in a while.</summary>
    public bool MarkSlow()
    {
        lock (_gate)
        {
            var isNew = _slowProbes == 0;
            _slowProbes = _probesUntilPreferred;
            return isNew;
        }
    }

    /// <summary>Records a successful probe.</summary>
    public void Answered(TimeSpan lag)
    {
        lock (_gate)
        {
            Lag = lag;
            if (_faultyProbes > 0) _faultyProbes--;
            if (_slowProbes > 0) _slowProbes--;
            _currentForApi.Record(lag <= options.ApiLagTolerance);
            _currentForAnalytics.Record(lag <= options.AnalyticsLagTolerance);
            _reachable.Record(true);
        }
    }

    /// <summary>Records a probe or read that timed out.</summary>
    public void TimedOut() => Fail(_reachable.Record);

    /// <summary>Records a refused or broken connection.</summary>
    public void ConnectionFailed() => Fail(_ => _reachable.Fail());

    /// <summary>Records that the node does not respond although others do.</summary>
    public void Unresponsive() => Fail(_ => _reachable.Fail());

    /// <inheritdoc />
    public void Dispose() => _outage.Dispose();

    private void Fail(Action<bool> update)
    {
        CancellationTokenSource? ended = null;
        lock (_gate)
        {
            var was = _reachable.IsGood;
            update(false);
            if (was && !_reachable.IsGood) (ended, _outage) = (_outage, new CancellationTokenSource());
        }

        // Outside the lock, because continuations of cancelled reads run here. The source is not disposed: a reader may just be linking to
        // it.
        ended?.Cancel();
    }

    /// <summary>A condition with hysteresis. Initially bad; the first success makes it good, so that the start does not wait.</summary>
    private sealed class Condition(RoutingOptions options)
    {
        private int _good;
        private int _bad;
        private bool _hasBeenGood;

        public bool IsGood { get; private set; }

        public void Record(bool success)
        {
            (_good, _bad) = success ? (_good + 1, 0) : (0, _bad + 1);
            if (_good >= options.SuccessesUntilBack || (success && !_hasBeenGood)) IsGood = _hasBeenGood = true;
            if (_bad >= options.FailuresUntilOut) IsGood = false;
        }

        public void Fail() => (_good, _bad, IsGood) = (0, _bad + 1, false);
    }
}
