using EdgarApi.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EdgarApi.Storage.Routing;

/// <summary>The nodes of this process with their pools, and the order in which a read tries them.</summary>
public sealed class NodeSet : IDisposable
{
    private readonly RoutingOptions options;
    private uint turn;

    /// <summary>Opens the pools of all nodes.</summary>
    public NodeSet(
        IReadOnlyList<DatabaseNode> nodes, IOptions<RoutingOptions> routing, IOptions<PostgresOptions> postgres, RoutingMetrics metrics, IServiceProvider sources)
    {
        options = routing.Value;
        PrimaryIsLastResort = nodes.Any(node => node.Role != NodeRole.Primary);
        All = [.. nodes.Select(node => Route(node, postgres.Value, sources))];
        Replicas = [.. All.Where(node => node.Role != NodeRole.Primary)];
        Primary = All.Single(node => node.Role == NodeRole.Primary);
        metrics.Observe(All);
    }

    /// <summary>All nodes, the primary first.</summary>
    public IReadOnlyList<RoutedNode> All { get; }

    /// <summary>The nodes that follow the primary.</summary>
    public IReadOnlyList<RoutedNode> Replicas { get; }

    /// <summary>The node that takes the writes.</summary>
    public RoutedNode Primary { get; }

    /// <summary>Reads on the primary are only a stand-in where there are replicas.</summary>
    public bool PrimaryIsLastResort { get; }

    /// <summary>The healthy replicas of the role in turn, then healthy ones of the other role, then the primary.</summary>
    public IEnumerable<RoutedNode> InOrder(ReadRole role)
    {
        var preferred = role == ReadRole.Api ? NodeRole.Api : NodeRole.Analytics;
        RoutedNode[] own = [.. Replicas.Where(node => node.Role == preferred)];
        var first = own.Length == 0 ? 0 : (int)(Interlocked.Increment(ref turn) % (uint)own.Length);
        IEnumerable<RoutedNode> replicas = [.. own[first..], .. own[..first], .. Replicas.Where(node => node.Role != preferred)];
        // Health is asked when a node's turn comes, not when the read began.
        return replicas.Where(node => node.Health.IsHealthyFor(role)).Append(Primary);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var node in All) node.Dispose();
    }

    private RoutedNode Route(DatabaseNode node, PostgresOptions postgres, IServiceProvider sources)
    {
        var slots = node.Role == NodeRole.Primary && PrimaryIsLastResort ? options.PrimaryConcurrency : postgres.MaxPoolSize;
        return new RoutedNode(
            node, sources.GetRequiredKeyedService<NpgsqlDataSource>(node.ReadsKey), sources.GetRequiredKeyedService<NpgsqlDataSource>(node.ProbesKey), slots, options);
    }
}
