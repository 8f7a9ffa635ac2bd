using EdgarApi.Accounts.Usage.Spool;
using EdgarApi.Accounts.Usage.Writing;

namespace EdgarApi.Accounts.Usage;

/// <summary>How far this process is behind with recording requests, for operators.</summary>
public interface IUsageBacklog
{
    /// <summary>As it is now.</summary>
    UsageBacklogState State { get; }
}

/// <summary>Requests that are answered and not on the primary yet.</summary>
/// <param name="IsRecording">Whether requests are recorded at all.</param>
/// <param name="Queued">Records in memory.</param>
/// <param name="SpoolBytes">Bytes on disk.</param>
/// <param name="SpoolLimit">Bytes that may be there.</param>
/// <param name="PrimaryIsAway">Whether the primary did not take the last ones in time.</param>
/// <param name="Refused">Requests since the start that are not recorded.</param>
/// <param name="Failure">Why the disk did not take the last ones; null when it did.</param>
public sealed record UsageBacklogState(bool IsRecording, int Queued, long SpoolBytes, long SpoolLimit, bool PrimaryIsAway, long Refused, string? Failure);

internal sealed class UsageBacklog(UsageRecorder recorder, UsageSpool spool, UsageReplay replay, UsageMetrics metrics, UsageOptions options) : IUsageBacklog
{
    public UsageBacklogState State => new(options.Enabled, recorder.Reader.Count, spool.Bytes, options.SpoolBytes, replay.PrimaryIsAway, metrics.RefusedCount, spool.Failure);
}
