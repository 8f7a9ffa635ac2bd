using EdgarApi.Storage.Ingest;

namespace EdgarApi.Warmer.Ingest;

/// <summary>How far the worker is, for its health check and for those who wait on it.</summary>
internal sealed class WarmerProgress(TimeProvider time) : IProgress<IngestCounts>
{
    private readonly TaskCompletionSource migrated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource firstRun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private DateTimeOffset movedAt = time.GetUtcNow();

    /// <summary>Ends when the schema is there.</summary>
    public Task Migrated => migrated.Task;

    /// <summary>Ends when a run has gone through the whole source.</summary>
    public Task FirstRun => firstRun.Task;

    /// <summary>The run that goes on or went last.</summary>
    public IngestCounts? Counts { get; private set; }

    /// <summary>Whether a run has gone through the whole source since the start.</summary>
    public bool Completed { get; private set; }

    /// <summary>Why the last try failed; null when it did not.</summary>
    public string? Failure { get; private set; }

    /// <summary>Time since anything was finished.</summary>
    public TimeSpan SinceProgress
    {
        get { lock (gate) return time.GetUtcNow() - movedAt; }
    }

    public void Report(IngestCounts value)
    {
        lock (gate) (Counts, Failure, movedAt) = (value, null, time.GetUtcNow());
    }

    public void SchemaIsThere() => migrated.TrySetResult();

    public void RunCompleted(IngestCounts counts)
    {
        lock (gate) (Counts, Completed, Failure, movedAt) = (counts, true, null, time.GetUtcNow());
        firstRun.TrySetResult();
    }

    public void RunFailed(string reason)
    {
        lock (gate) Failure = reason;
    }
}
