using System.ComponentModel;
using EdgarApi.Accounts.Operation;
using EdgarApi.Accounts.Usage;
using EdgarApi.Api.Caching;
using EdgarApi.Caching;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Postgres;

namespace EdgarApi.Api.Admin;

/// <summary>The system status as this process sees it.</summary>
internal sealed class OperationStatus(
    SystemState state, IUsageBacklog usage, ICompanyDirectory directory, TieredCache<FinishedAnswer> answers)
{
    private static readonly string Process = $"{Environment.MachineName}:{Environment.ProcessId}";

    public StatusResponse Read() => new(
        Process, [.. state.Nodes.Select(NodeResponse.From)], [.. ConnectionPools.Read().Select(PoolResponse.From)],
        state.Redis is { } redis ? new RedisResponse(redis.IsConnected, redis.Connections) : null,
        UsageBacklogResponse.From(usage.State), directory.LoadedCount, directory.Revision, answers.Size, Environment.WorkingSet);
}

internal sealed record StatusResponse(
    [property: Description("The process that responds. Each process has its own pools and memory.")] string Process,
    [property: Description("The database nodes, the primary first.")] IReadOnlyList<NodeResponse> Nodes,
    [property: Description("The connection pools of the nodes, by name.")] IReadOnlyList<PoolResponse> Pools,
    [property: Description("Redis; null if it is not configured.")] RedisResponse? Redis,
    [property: Description("Usage records that are not stored yet.")] UsageBacklogResponse Usage,
    [property: Description("Number of companies with data.")] int Companies,
    [property: Description("Revision of the latest company change that the process knows.")] long Revision,
    [property: Description("Bytes of cached responses in memory.")] long AnswerBytes,
    [property: Description("Memory of the process in bytes.")] long WorkingSetBytes);

internal sealed record NodeResponse(
    [property: Description("Name of the node.")] string Name,
    [property: Description("primary, api or analytics.")] string Role,
    [property: Description("Whether the node is reachable.")] bool Reachable,
    [property: Description("Seconds behind the primary; null for the primary and for an unreachable node.")] double? LagSeconds,
    [property: Description("Whether the node serves the reads of its role.")] bool Serving,
    [property: Description("Reads of this process in progress.")] int ReadsUnderWay,
    [property: Description("Maximum concurrent reads: the pool size, or the lower limit of a primary that only serves as the fallback.")]
    int MaxReads)
{
    public static NodeResponse From(NodeState node) => new(
        node.Name, node.Role switch { NodeRole.Primary => "primary", NodeRole.Api => "api", _ => "analytics" }, node.IsReachable,
        node.Lag?.TotalSeconds, node.IsServing, node.ActiveReads, node.MaxReads);
}

internal sealed record PoolResponse(
    [property: Description("The node, followed by the pool's purpose unless it is reading.")] string Name,
    [property: Description("Connections in use.")] int Used,
    [property: Description("Open connections that are idle.")] int Idle,
    [property: Description("Maximum number of connections.")] int Max)
{
    public static PoolResponse From(PoolState pool) => new(pool.Name, pool.Used, pool.Idle, pool.Max);
}

internal sealed record UsageBacklogResponse(
    [property: Description("Whether requests are recorded; false if recording is off.")] bool Recording,
    [property: Description("Records in memory.")] int Queued,
    [property: Description("Bytes on disk. Records wait there while the primary is unavailable or under peak load.")] long SpoolBytes,
    [property: Description("Maximum number of bytes on disk.")] long SpoolLimit,
    [property: Description("Whether the primary failed to accept the latest records in time.")] bool PrimaryIsAway,
    [property: Description("Requests since the start of the process that were dropped instead of recorded.")] long Refused,
    [property: Description("Why the disk did not accept the latest records.")] string? Failure)
{
    public static UsageBacklogResponse From(UsageBacklogState state) =>
        new(state.IsRecording, state.Queued, state.SpoolBytes, state.SpoolLimit, state.IsPrimaryUnavailable, state.Refused, state.Failure);
}

internal sealed record RedisResponse(
    [property: Description("Whether Redis is connected.")] bool Connected,
    [property: Description("Connections of this process.")] int Connections);
