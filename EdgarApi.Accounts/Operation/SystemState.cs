using EdgarApi.Caching.Redis;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Accounts.Operation;

/// <summary>A database node as a process sees it.</summary>
/// <param name="Name">Name of its connection string.</param>
/// <param name="Role">The role of the node.</param>
/// <param name="IsReachable">Whether the node responds.</param>
/// <param name="Lag">Replication lag; null for the primary and for nodes that do not respond.</param>
/// <param name="IsServing">Whether reads of the node's role are sent to it.</param>
/// <param name="ActiveReads">Connections of this process that are reading.</param>
/// <param name="MaxReads">Maximum number of such connections.</param>
public sealed record NodeState(string Name, NodeRole Role, bool IsReachable, TimeSpan? Lag, bool IsServing, int ActiveReads, int MaxReads);

/// <summary>Redis as a process sees it.</summary>
/// <param name="IsConnected">Whether Redis responds.</param>
/// <param name="Connections">Connections of this process.</param>
public sealed record RedisState(bool IsConnected, int Connections);

/// <summary>The state of the servers that this process uses.</summary>
public sealed class SystemState
{
    private readonly NodeSet _nodes;
    private readonly RedisPool? _redis;

    internal SystemState(NodeSet nodes, IServiceProvider services) => (_nodes, _redis) = (nodes, services.GetService<RedisPool>());

    /// <summary>The database nodes, primary first.</summary>
    public IReadOnlyList<NodeState> Nodes => [.. _nodes.All.Select(GetState)];

    /// <summary>Redis; null if not configured.</summary>
    public RedisState? Redis => _redis is null ? null : new RedisState(_redis.First.IsConnected, _redis.Count);

    private static NodeState GetState(RoutedNode node)
    {
        var reachable = node.Health.IsReachable;
        var role = node.Role == NodeRole.Analytics ? ReadRole.Analytics : ReadRole.Api;
        return new NodeState(
            node.Name, node.Role, reachable, reachable && node.Role != NodeRole.Primary ? node.Health.Lag : null,
            node.Health.IsHealthyFor(role), node.ActiveReads, node.MaxReads);
    }
}
