using System.Globalization;

namespace EdgarApi.Operations.Drills;

/// <summary>Reads from the API throughout a drill, and counts what callers would have noticed.</summary>
internal sealed class ReadMonitor : IAsyncDisposable
{
    /// <summary>A caller gives up after this time.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>The first day of the filters that make each request a different one, so that no cache has its response.</summary>
    private static readonly DateOnly FirstDay = new(2016, 1, 1);

    private const int Days = 3500;

    private readonly HttpClient _api;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _loops;
    private readonly List<string> _failures = [];
    private readonly Lock _gate = new();
    private int _reads;
    private readonly long _began;
    private SlowRead _slowest = new("", TimeSpan.Zero, TimeSpan.Zero);
    private bool _isDisposed;

    /// <summary>Starts to read: a response that is cached, and responses that need the database.</summary>
    public ReadMonitor(HttpClient api, IReadOnlyList<string> companies, TimeProvider time)
    {
        (_api, _time, _began) = (api, time, time.GetTimestamp());
        var several = string.Join(',', companies);
        _loops =
        [
            ReadAsync(_ => $"api/v1/companies/{companies[0]}/overview"),
            ReadAsync(number => string.Create(CultureInfo.InvariantCulture,
                $"api/v1/timeseries?companies={several}&metrics=Revenue,NetIncome&to={FirstDay.AddDays(number % Days):yyyy-MM-dd}")),
        ];
    }

    /// <summary>Number of reads so far.</summary>
    public int Reads
    {
        get { lock (_gate) return _reads; }
    }

    /// <summary>The slowest read so far.</summary>
    public SlowRead Slowest
    {
        get { lock (_gate) return _slowest; }
    }

    /// <summary>Reads that failed so far: a response of 500 or above, none in time, or a broken connection.</summary>
    public IReadOnlyList<string> Failures
    {
        get { lock (_gate) return [.. _failures]; }
    }

    private async Task ReadAsync(Func<int, string> getAddress)
    {
        for (var number = 0; !_stopping.IsCancellationRequested; number++)
        {
            var (address, started) = (getAddress(number), _time.GetTimestamp());
            string? failure = null;
            try
            {
                using var limit = new CancellationTokenSource(Timeout, _time);
                using var response = await _api.GetAsync(new Uri(address, UriKind.Relative), limit.Token).ConfigureAwait(false);
                if ((int)response.StatusCode >= 500) failure = $"{(int)response.StatusCode} {address}";
            }
            catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
            {
                failure = $"{error.Message} {address}";
            }

            lock (_gate)
            {
                var duration = _time.GetElapsedTime(started);
                _reads++;
                if (duration > _slowest.Duration)
                    _slowest = new SlowRead(address, duration, _time.GetElapsedTime(_began, started));
                if (failure is not null) _failures.Add(failure);
            }

            await Task.Delay(Pause, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_loops).ConfigureAwait(false);
        _stopping.Dispose();
    }
}

/// <summary>A read that took long.</summary>
/// <param name="Address">What was read.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="At">When it began, since the start of the reads.</param>
internal sealed record SlowRead(string Address, TimeSpan Duration, TimeSpan At)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Duration.TotalMilliseconds:0} ms, begun after {At.TotalSeconds:0.0} s ({Address})");
}
