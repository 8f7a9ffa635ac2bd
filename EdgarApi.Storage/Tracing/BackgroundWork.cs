using System.Diagnostics;

namespace EdgarApi.Storage.Tracing;

/// <summary>
/// Runs the work of a background loop without a trace, so that its database calls do not start any. Work that fails or takes more than a
/// second is traced, at most once per minute.
/// </summary>
/// <param name="name">Name of the trace.</param>
/// <param name="time">The clock.</param>
public sealed class BackgroundWork(string name, TimeProvider time)
{
    /// <summary>Name of the activity source of these traces.</summary>
    public const string SourceName = "EdgarApi.Background";

    /// <summary>Work that takes longer is traced.</summary>
    public static readonly TimeSpan SlowThreshold = TimeSpan.FromSeconds(1);

    /// <summary>Minimum time between traces of the same work.</summary>
    public static readonly TimeSpan TraceInterval = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long failures after the start are not traced if the work has not succeeded yet: databases start at the same time.
    /// </summary>
    public static readonly TimeSpan StartupPeriod = TimeSpan.FromMinutes(1);

    private static readonly ActivitySource Source = new(SourceName);

    private readonly Lock _gate = new();
    private DateTimeOffset _nextTrace = time.GetUtcNow() + StartupPeriod;
    private bool _hasSucceeded;

    /// <summary>Runs the work.</summary>
    public Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken) => RunAsync(
        async token =>
        {
            await work(token).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    /// <summary>Runs the work and returns its result.</summary>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        // Restored when this method returns.
        Activity.Current = null;
        var (start, timestamp) = (time.GetUtcNow(), time.GetTimestamp());
        try
        {
            var result = await work(cancellationToken).ConfigureAwait(false);
            Record(start, time.GetElapsedTime(timestamp), null);
            return result;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            Record(start, time.GetElapsedTime(timestamp), error);
            throw;
        }
    }

    private void Record(DateTimeOffset start, TimeSpan duration, Exception? error)
    {
        lock (_gate)
        {
            if (error is null && !_hasSucceeded) (_hasSucceeded, _nextTrace) = (true, DateTimeOffset.MinValue);
            var now = start + duration;
            if ((error is null && duration <= SlowThreshold) || now < _nextTrace) return;
            _nextTrace = now + TraceInterval;
        }

        using var activity = Source.StartActivity(name, ActivityKind.Internal, default(ActivityContext), startTime: start);
        if (activity is null) return;
        if (error is not null) activity.Fail(error);
        activity.SetEndTime((start + duration).UtcDateTime);
    }
}
