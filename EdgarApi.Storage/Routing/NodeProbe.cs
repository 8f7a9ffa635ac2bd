using NpgsqlTypes;

namespace EdgarApi.Storage.Routing;

/// <summary>The result of a probe.</summary>
/// <param name="At">Time of the response on this process's clock.</param>
/// <param name="Beat">Number of the latest heartbeat on the node.</param>
/// <param name="BeatenAt">Time of that heartbeat on the primary's clock.</param>
/// <param name="Position">Position in the write-ahead log: replayed on a replica, flushed on the primary.</param>
public readonly record struct NodeProbe(DateTimeOffset At, long Beat, DateTimeOffset BeatenAt, NpgsqlLogSequenceNumber Position);
