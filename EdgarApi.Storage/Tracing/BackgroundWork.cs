using System.Diagnostics;

namespace EdgarApi.Storage.Tracing;

/// <summary>
/// A loop's work, which runs outside of traces: its calls to databases begin none. A piece of work that fails or takes over a second becomes a trace, at most one
/// a minute.
/// </summary>
/// <param name="name">Name of the trace.</param>
/// <param name="time">The clock.</param>
public sealed class BackgroundWork(string name, TimeProvider time)
{
    /// <summary>Name of the source of these traces.</summary>
    public const string SourceName = "EdgarApi.Background";

    /// <summary>Work that takes longer becomes a trace.</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    /// <summary>Time between two traces of the same work.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>How long work may fail after the start until it becomes a trace, if it never succeeded: databases start at the same time.</summary>
    public static readonly TimeSpan StartTime = TimeSpan.FromMinutes(1);

    private static readonly ActivitySource Source = new(SourceName);

    private readonly Lock _gate = new();
    private DateTimeOffset _nextTrace = time.GetUtcNow() + StartTime;
    private bool _hasSucceeded;

    /// <summary>Runs a piece of work.</summary>
    public Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken) => RunAsync(
        async token =>
        {
            await work(token).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    /// <summary>Runs a piece of work and returns its result.</summary>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        // Ends with this method.
        Activity.Current = null;
        var (begun, timestamp) = (time.GetUtcNow(), time.GetTimestamp());
        try
        {
            var result = await work(cancellationToken).ConfigureAwait(false);
            Ended(begun, time.GetElapsedTime(timestamp), null);
            return result;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            Ended(begun, time.GetElapsedTime(timestamp), error);
            throw;
        }
    }

    private void Ended(DateTimeOffset begun, TimeSpan duration, Exception? error)
    {
        lock (_gate)
        {
            if (error is null && !_hasSucceeded) (_hasSucceeded, _nextTrace) = (true, DateTimeOffset.MinValue);
            var now = begun + duration;
            if ((error is null && duration <= Slow) || now < _nextTrace) return;
            _nextTrace = now + Pause;
        }

        using var activity = Source.StartActivity(name, ActivityKind.Internal, default(ActivityContext), startTime: begun);
        if (activity is null) return;
        if (error is not null) activity.Fail(error);
        activity.SetEndTime((begun + duration).UtcDateTime);
    }
}
