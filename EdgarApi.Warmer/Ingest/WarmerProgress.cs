using EdgarApi.Storage.Ingest;

namespace EdgarApi.Warmer.Ingest;

/// <summary>Progress of the Warmer, for its health check and for services that wait for it.</summary>
internal sealed class WarmerProgress(TimeProvider time) : IProgress<IngestCounts>
{
    private readonly TaskCompletionSource _migrated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _firstRun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private DateTimeOffset _progressedAt = time.GetUtcNow();

    /// <summary>Completes when the schema is migrated.</summary>
    public Task Migrated => _migrated.Task;

    /// <summary>Completes when a run has processed the whole source.</summary>
    public Task FirstRun => _firstRun.Task;

    /// <summary>Counts of the current or last run.</summary>
    public IngestCounts? Counts { get; private set; }

    /// <summary>Whether a run has processed the whole source since the start.</summary>
    public bool Completed { get; private set; }

    /// <summary>Why the last attempt failed; null if it did not.</summary>
    public string? Failure { get; private set; }

    /// <summary>Time since the last progress.</summary>
    public TimeSpan SinceProgress
    {
        get { lock (_gate) return time.GetUtcNow() - _progressedAt; }
    }

    public void Report(IngestCounts value)
    {
        lock (_gate) (Counts, Failure, _progressedAt) = (value, null, time.GetUtcNow());
    }

    public void MarkMigrated() => _migrated.TrySetResult();

    public void MarkCompleted(IngestCounts counts)
    {
        lock (_gate) (Counts, Completed, Failure, _progressedAt) = (counts, true, null, time.GetUtcNow());
        _firstRun.TrySetResult();
    }

    public void MarkFailed(string reason)
    {
        lock (_gate) Failure = reason;
    }
}
