using System.ComponentModel;
using EdgarApi.Accounts.Operation;
using EdgarApi.Accounts.Usage;
using EdgarApi.Api.Caching;
using EdgarApi.Caching;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Postgres;

namespace EdgarApi.Api.Admin;

/// <summary>The state of the system as this process sees it.</summary>
internal sealed class OperationStatus(SystemState state, IUsageBacklog usage, ICompanyDirectory directory, TieredCache<FinishedAnswer> answers)
{
    private static readonly string Process = $"{Environment.MachineName}:{Environment.ProcessId}";

    public StatusResponse Read() => new(
        Process, [.. state.Nodes.Select(NodeResponse.From)], [.. ConnectionPools.Read().Select(PoolResponse.From)], state.Redis is { } redis ? new RedisResponse(redis.IsConnected, redis.Connections) : null,
        UsageBacklogResponse.From(usage.State), directory.LoadedCount, directory.Revision, answers.Size, Environment.WorkingSet);
}

internal sealed record StatusResponse(
    [property: Description("The process that answers: every one has pools and memory of its own.")] string Process,
    [property: Description("The database nodes, the primary first.")] IReadOnlyList<NodeResponse> Nodes,
    [property: Description("The pools of connections to them, by name.")] IReadOnlyList<PoolResponse> Pools,
    [property: Description("Redis; null where there is none.")] RedisResponse? Redis,
    [property: Description("Requests that are answered and not recorded yet.")] UsageBacklogResponse Usage,
    [property: Description("Companies with data.")] int Companies,
    [property: Description("The newest change of a company that the process knows.")] long Revision,
    [property: Description("Bytes of finished answers in memory.")] long AnswerBytes,
    [property: Description("Bytes of memory of the process.")] long WorkingSetBytes);

internal sealed record NodeResponse(
    [property: Description("Its name.")] string Name,
    [property: Description("primary, api or analytics.")] string Role,
    [property: Description("Whether it answers.")] bool Reachable,
    [property: Description("Seconds behind the primary; null for the primary and for one that does not answer.")] double? LagSeconds,
    [property: Description("Whether reads of its role go there.")] bool Serving,
    [property: Description("Reads of this process under way.")] int ReadsUnderWay,
    [property: Description("How many there may be: the size of its pool, or what the primary stands in with.")] int MaxReads)
{
    public static NodeResponse From(NodeState node) => new(
        node.Name, node.Role switch { NodeRole.Primary => "primary", NodeRole.Api => "api", _ => "analytics" }, node.IsReachable,
        node.Lag?.TotalSeconds, node.IsServing, node.ActiveReads, node.MaxReads);
}

internal sealed record PoolResponse(
    [property: Description("The node, and after it what the pool is for where that is not reading.")] string Name,
    [property: Description("Connections that are at work.")] int Used,
    [property: Description("Connections that are open and wait.")] int Idle,
    [property: Description("How many there may be.")] int Max)
{
    public static PoolResponse From(PoolState pool) => new(pool.Name, pool.Used, pool.Idle, pool.Max);
}

internal sealed record UsageBacklogResponse(
    [property: Description("Whether requests are recorded; false where recording is switched off.")] bool Recording,
    [property: Description("Records in memory.")] int Queued,
    [property: Description("Bytes on disk: while the primary is away, and in a rush.")] long SpoolBytes,
    [property: Description("Bytes that may be there.")] long SpoolLimit,
    [property: Description("Whether the primary did not take the last ones in time.")] bool PrimaryIsAway,
    [property: Description("Requests since the process started that are not recorded.")] long Refused,
    [property: Description("Why the disk did not take the last ones.")] string? Failure)
{
    public static UsageBacklogResponse From(UsageBacklogState state) =>
        new(state.IsRecording, state.Queued, state.SpoolBytes, state.SpoolLimit, state.IsPrimaryUnavailable, state.Refused, state.Failure);
}

internal sealed record RedisResponse([property: Description("Whether it answers.")] bool Connected, [property: Description("Connections of this process.")] int Connections);
