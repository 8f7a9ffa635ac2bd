using EdgarApi.Caching.Redis;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Accounts.Operation;

/// <summary>A database node as a process sees it.</summary>
/// <param name="Name">Name of its connection string.</param>
/// <param name="Role">What it is there for.</param>
/// <param name="IsReachable">Whether it answers.</param>
/// <param name="Lag">How far it is behind the primary; null for the primary and for one that does not answer.</param>
/// <param name="IsServing">Whether reads of its role go there.</param>
/// <param name="ReadsUnderWay">Connections of this process that are reading.</param>
/// <param name="MaxReads">How many there may be.</param>
public sealed record NodeState(string Name, NodeRole Role, bool IsReachable, TimeSpan? Lag, bool IsServing, int ReadsUnderWay, int MaxReads);

/// <summary>Redis as a process sees it.</summary>
/// <param name="IsConnected">Whether it answers.</param>
/// <param name="Connections">Connections of this process.</param>
public sealed record RedisState(bool IsConnected, int Connections);

/// <summary>What a process knows of the servers that it uses.</summary>
public sealed class SystemState
{
    private readonly NodeSet nodes;
    private readonly RedisPool? redis;

    internal SystemState(NodeSet nodes, IServiceProvider services) => (this.nodes, redis) = (nodes, services.GetService<RedisPool>());

    /// <summary>The database nodes, the primary first.</summary>
    public IReadOnlyList<NodeState> Nodes => [.. nodes.All.Select(GetState)];

    /// <summary>Redis; null where there is none.</summary>
    public RedisState? Redis => redis is null ? null : new RedisState(redis.First.IsConnected, redis.Count);

    private static NodeState GetState(RoutedNode node)
    {
        var reachable = node.Health.IsReachable;
        var role = node.Role == NodeRole.Analytics ? ReadRole.Analytics : ReadRole.Api;
        return new NodeState(
            node.Name, node.Role, reachable, reachable && node.Role != NodeRole.Primary ? node.Health.Lag : null, node.Health.IsHealthyFor(role), node.ReadsUnderWay, node.MaxReads);
    }
}
