using EdgarApi.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EdgarApi.Storage.Routing;

/// <summary>The nodes with this process's connection pools, and the order in which a read tries them.</summary>
public sealed class NodeSet : IDisposable
{
    private readonly RoutingOptions _options;
    private uint _next;

    /// <summary>Creates the pools of all nodes.</summary>
    public NodeSet(
        IReadOnlyList<DatabaseNode> nodes, IOptions<RoutingOptions> routing, IOptions<PostgresOptions> postgres, RoutingMetrics metrics,
        IServiceProvider sources)
    {
        _options = routing.Value;
        IsPrimaryFallback = nodes.Any(node => node.Role != NodeRole.Primary);
        All = [.. nodes.Select(node => Route(node, postgres.Value, sources))];
        Replicas = [.. All.Where(node => node.Role != NodeRole.Primary)];
        Primary = All.Single(node => node.Role == NodeRole.Primary);
        metrics.Observe(All);
    }

    /// <summary>All nodes, primary first.</summary>
    public IReadOnlyList<RoutedNode> All { get; }

    /// <summary>The replicas.</summary>
    public IReadOnlyList<RoutedNode> Replicas { get; }

    /// <summary>The primary, which takes the writes.</summary>
    public RoutedNode Primary { get; }

    /// <summary>Whether reads use the primary only as a fallback, because there are replicas.</summary>
    public bool IsPrimaryFallback { get; }

    /// <summary>
    /// Healthy replicas of the role in rotation, then healthy replicas of the other role, then slow replicas, then faulty ones, then the
    /// primary.
    /// </summary>
    public IEnumerable<RoutedNode> GetCandidates(ReadRole role)
    {
        var preferred = role == ReadRole.Api ? NodeRole.Api : NodeRole.Analytics;
        RoutedNode[] own = [.. Replicas.Where(node => node.Role == preferred)];
        var first = own.Length == 0 ? 0 : (int)(Interlocked.Increment(ref _next) % (uint)own.Length);
        IEnumerable<RoutedNode> replicas = [.. own[first..], .. own[..first], .. Replicas.Where(node => node.Role != preferred)];
        // Checks health lazily, when the read gets to the node.
        return replicas.OrderBy(node => node.Health.IsFaulty).ThenBy(node => node.Health.IsSlow)
            .Where(node => node.Health.IsHealthyFor(role)).Append(Primary);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var node in All) node.Dispose();
    }

    private RoutedNode Route(DatabaseNode node, PostgresOptions postgres, IServiceProvider sources)
    {
        var slots = node.Role == NodeRole.Primary && IsPrimaryFallback ? _options.PrimaryConcurrency : postgres.MaxPoolSize;
        return new RoutedNode(
            node, sources.GetRequiredKeyedService<NpgsqlDataSource>(node.ReadsKey),
            sources.GetRequiredKeyedService<NpgsqlDataSource>(node.ProbesKey), slots, _options);
    }
}
