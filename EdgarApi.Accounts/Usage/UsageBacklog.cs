using EdgarApi.Accounts.Usage.Spool;
using EdgarApi.Accounts.Usage.Writing;

namespace EdgarApi.Accounts.Usage;

/// <summary>This process's backlog of unwritten usage records, for operators.</summary>
public interface IUsageBacklog
{
    /// <summary>The current state.</summary>
    UsageBacklogState State { get; }
}

/// <summary>Requests that were served but are not on the primary yet.</summary>
/// <param name="IsRecording">Whether requests are recorded at all.</param>
/// <param name="Queued">Records in memory.</param>
/// <param name="SpoolBytes">Bytes on disk.</param>
/// <param name="SpoolLimit">Maximum number of bytes on disk.</param>
/// <param name="IsPrimaryUnavailable">Whether the primary did not confirm the latest records in time.</param>
/// <param name="Refused">Requests since the start that were not recorded.</param>
/// <param name="Failure">Why the latest records could not be written to disk; null if they were.</param>
public sealed record UsageBacklogState(
    bool IsRecording, int Queued, long SpoolBytes, long SpoolLimit, bool IsPrimaryUnavailable, long Refused, string? Failure);

internal sealed class UsageBacklog(UsageRecorder recorder, UsageSpool spool, UsageReplay replay, UsageMetrics metrics, UsageOptions options)
    : IUsageBacklog
{
    public UsageBacklogState State => new(
        options.Enabled, recorder.Reader.Count, spool.Bytes, options.SpoolBytes, replay.IsPrimaryUnavailable,
        metrics.RefusedCount, spool.Failure);
}
