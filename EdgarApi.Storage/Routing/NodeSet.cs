using EdgarApi.Storage.Postgres;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EdgarApi.Storage.Routing;

/// <summary>The nodes of this process with their pools, and the order in which a read tries them.</summary>
public sealed class NodeSet : IAsyncDisposable
{
    private readonly RoutingOptions options;
    private uint turn;

    /// <summary>Opens the pools of all nodes.</summary>
    public NodeSet(
        IReadOnlyList<DatabaseNode> nodes, IOptions<RoutingOptions> routing, IOptions<PostgresOptions> postgres, RoutingMetrics metrics, ILoggerFactory loggers)
    {
        options = routing.Value;
        PrimaryIsLastResort = nodes.Any(node => node.Role != NodeRole.Primary);
        All = [.. nodes.Select(node => Connect(node, postgres.Value, loggers))];
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
    public async ValueTask DisposeAsync()
    {
        foreach (var node in All) await node.DisposeAsync().ConfigureAwait(false);
    }

    private RoutedNode Connect(DatabaseNode node, PostgresOptions postgres, ILoggerFactory loggers)
    {
        var longest = options.ApiAttempt > options.AnalyticsAttempt ? options.ApiAttempt : options.AnalyticsAttempt;
        var slots = node.Role == NodeRole.Primary && PrimaryIsLastResort ? options.PrimaryConcurrency : postgres.MaxPoolSize;
        return new RoutedNode(
            node, EdgarDataSource.ForReads(node, postgres, longest, loggers), EdgarDataSource.ForProbes(node, postgres, options.ProbeTimeout, loggers),
            slots, options);
    }
}
