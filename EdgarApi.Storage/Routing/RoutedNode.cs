using EdgarApi.Storage.Postgres;
using Npgsql;

namespace EdgarApi.Storage.Routing;

/// <summary>A node as the router sees it: its pools, its health, and the queue for its connections.</summary>
/// <remarks>
/// Npgsql has one timeout for connecting and for waiting on a full pool. Connecting must fail fast and waiting may last, so the wait is on
/// <see cref="Slots"/>, of which there are as many as the pool has connections.
/// </remarks>
public sealed class RoutedNode : IDisposable
{
    private readonly DatabaseNode node;

    internal RoutedNode(DatabaseNode node, NpgsqlDataSource reads, NpgsqlDataSource probes, int slots, RoutingOptions options)
    {
        this.node = node;
        Reads = reads;
        Probes = probes;
        MaxReads = slots;
        Health = new NodeHealth(options);
        Slots = new SemaphoreSlim(slots);
    }

    /// <summary>Name of its connection string.</summary>
    public string Name => node.Name;

    /// <summary>What it is there for.</summary>
    public NodeRole Role => node.Role;

    /// <summary>Connections for reads.</summary>
    public NpgsqlDataSource Reads { get; }

    internal NpgsqlDataSource Probes { get; }

    /// <summary>Whether reads can go there.</summary>
    public NodeHealth Health { get; }

    /// <summary>Whether the log last called the node reachable; null before it first answered. Only its prober uses it.</summary>
    internal bool? LoggedReachable { get; set; }

    internal SemaphoreSlim Slots { get; }

    /// <summary>Reads of this process that may be under way on the node.</summary>
    public int MaxReads { get; }

    /// <summary>Those that are.</summary>
    public int ReadsUnderWay => MaxReads - Slots.CurrentCount;

    /// <inheritdoc />
    public void Dispose()
    {
        Slots.Dispose();
        Health.Dispose();
    }
}
