using System.Diagnostics.Metrics;
using EdgarApi.Accounts;
using EdgarApi.Contracts.Telemetry;

namespace EdgarApi.Api.Caching;

/// <summary>
/// Admits requests that are not in memory before any work on them begins. The number of responses in progress adapts to the time that work
/// waits for one of <see cref="ComputeThreads"/>: while even the shortest wait of an interval is too long, the limit falls; otherwise it
/// rises. It falls too while responses take too long, because then they wait for something else: the stores, or other programs on the same
/// processors. Hits need no admission, so they keep their share of the processor. Lower tiers may use less of the limit and are therefore
/// shed first.
/// </summary>
internal sealed class Admission
{
    /// <summary>Maximum number of responses in progress.</summary>
    public const int MaxLimit = 100;

    /// <summary>Wait for a thread above which the process is overloaded.</summary>
    public static readonly TimeSpan Target = TimeSpan.FromMilliseconds(25);

    /// <summary>Time between adaptations.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Mean duration of responses above which what they need is overloaded.</summary>
    public static readonly TimeSpan DurationTarget = TimeSpan.FromSeconds(1);

    /// <summary>Time over which the mean is taken.</summary>
    public static readonly TimeSpan DurationInterval = TimeSpan.FromSeconds(1);

    /// <summary>Minimum number of responses in progress.</summary>
    public static readonly int MinLimit = Math.Min(MaxLimit, 8 * Environment.ProcessorCount);

    /// <summary>Maximum time for which a rejection is held back.</summary>
    public static readonly TimeSpan MaxRejectionDelay = TimeSpan.FromSeconds(2);

    /// <summary>Rejections per second above which they are held back.</summary>
    public static readonly int RejectionsPerSecond = 300 * Environment.ProcessorCount;

    private const double Decrease = 0.7;
    private const int Increase = 5;

    private readonly TimeProvider _time;
    private readonly ComputeThreads _threads;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _inProgress = new(StringComparer.Ordinal);
    private double _limit = MaxLimit;
    private TimeSpan _shortest = TimeSpan.MaxValue;
    private long _nextRejection;
    private long _intervalStart;
    private TimeSpan _durations;
    private int _ended;
    private long _durationStart;
    private bool _isSlow;
    private long _rejected;

    public Admission(TimeProvider time, ComputeThreads threads, IMeterFactory meters)
    {
        (_time, _threads) = (time, threads);
        _intervalStart = _durationStart = time.GetTimestamp();
        var meter = meters.Create("EdgarApi.Admission");
        meter.CreateObservableGauge<int>(OperationalMetrics.AdmissionLimit, () => [new Measurement<int>(Limit)]);
        meter.CreateObservableCounter<long>(OperationalMetrics.AdmissionRejected, () => [new Measurement<long>(Rejected)]);
    }

    /// <summary>The current limit of responses in progress.</summary>
    public int Limit
    {
        get { lock (_gate) return (int)_limit; }
    }

    /// <summary>Requests rejected since the start.</summary>
    public long Rejected => Interlocked.Read(ref _rejected);

    /// <summary>
    /// Admits a request, unless the limit of its tier is reached. Requests for a response that is in progress are always admitted, because
    /// they only wait for it. <see cref="Leave"/> must follow.
    /// </summary>
    public bool TryEnter(string key, Tier? tier)
    {
        lock (_gate)
        {
            var waiting = _inProgress.GetValueOrDefault(key);
            if (waiting > 0 || _inProgress.Count < Math.Max(1, (int)(_limit * GetShare(tier))))
            {
                _inProgress[key] = waiting + 1;
                return true;
            }
        }

        Interlocked.Increment(ref _rejected);
        return false;
    }

    /// <summary>
    /// Decides how long a rejection is held back, so that at most <see cref="RejectionsPerSecond"/> leave, evenly spaced, apart from those
    /// that have waited for <see cref="MaxRejectionDelay"/>. Clients that repeat requests at once, on many connections, would otherwise
    /// take the processor from hits and computations.
    /// </summary>
    public TimeSpan HoldRejection()
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            if (_nextRejection < now) _nextRejection = now;
            var delay = _time.GetElapsedTime(now, _nextRejection);
            if (delay >= MaxRejectionDelay) return MaxRejectionDelay;
            _nextRejection += _time.TimestampFrequency / RejectionsPerSecond;
            return delay;
        }
    }

    /// <summary>Ends an admitted request.</summary>
    /// <param name="key">The key.</param>
    /// <param name="began">What <see cref="WaitForThreadAsync"/> has returned.</param>
    public void Leave(string key, long began)
    {
        lock (_gate)
        {
            RecordDuration(_time.GetElapsedTime(began));
            if (_inProgress[key] == 1) _inProgress.Remove(key);
            else _inProgress[key]--;
        }
    }

    /// <summary>
    /// Passes through the queue of <see cref="ComputeThreads"/> once, which measures the wait; returns when the work begins.
    /// </summary>
    public async ValueTask<long> WaitForThreadAsync()
    {
        var queued = _time.GetTimestamp();
        var began = await _threads.RunAsync(() => Task.FromResult(_time.GetTimestamp()));
        Record(_time.GetElapsedTime(queued, began));
        return began;
    }

    /// <summary>Records a wait and adapts the limit at the end of an interval.</summary>
    internal void Record(TimeSpan wait)
    {
        lock (_gate)
        {
            if (wait < _shortest) _shortest = wait;
            var intervals = (long)(_time.GetElapsedTime(_intervalStart) / Interval);
            if (intervals == 0) return;
            if (_shortest > Target)
            {
                _limit = Math.Max(MinLimit, _limit * Decrease);
            }
            else if (!IsSlow())
            {
                // Intervals without a request had no wait either.
                _limit = Math.Min(MaxLimit, _limit + (double)Increase * intervals);
            }

            (_shortest, _intervalStart) = (TimeSpan.MaxValue, _time.GetTimestamp());
        }
    }

    /// <summary>
    /// Records a duration and adapts the limit at the end of an interval. A few responses at a time that take long, such as large queries,
    /// are no overload.
    /// </summary>
    private void RecordDuration(TimeSpan duration)
    {
        _durations += duration;
        _ended++;
        if (_time.GetElapsedTime(_durationStart) < DurationInterval) return;
        _isSlow = _durations / _ended > DurationTarget && _inProgress.Count > MinLimit;
        if (_isSlow) _limit = Math.Max(MinLimit, _limit * Decrease);
        (_durations, _ended, _durationStart) = (TimeSpan.Zero, 0, _time.GetTimestamp());
    }

    /// <summary>Whether the last responses took too long; not if there has been none since.</summary>
    private bool IsSlow() => _isSlow && _time.GetElapsedTime(_durationStart) < 2 * DurationInterval;

    /// <summary>The fraction of the limit up to which a tier's requests are admitted.</summary>
    private static double GetShare(Tier? tier) => tier?.Rank switch
    {
        0 => 0.4,
        1 => 0.6,
        2 => 0.8,
        _ => 1,
    };
}
