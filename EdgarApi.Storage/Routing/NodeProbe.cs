using NpgsqlTypes;

namespace EdgarApi.Storage.Routing;

/// <summary>What a node said when it was probed.</summary>
/// <param name="At">When the answer came, on this process's clock.</param>
/// <param name="Beat">Number of the newest heartbeat that it has.</param>
/// <param name="BeatenAt">When the primary wrote that heartbeat, on the primary's clock.</param>
/// <param name="Position">What it has replayed, or on the primary flushed, of the write-ahead log.</param>
public readonly record struct NodeProbe(DateTimeOffset At, long Beat, DateTimeOffset BeatenAt, NpgsqlLogSequenceNumber Position);
