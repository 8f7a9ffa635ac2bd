using EdgarApi.Storage.Postgres;
using Npgsql;

namespace EdgarApi.Storage.Routing;

/// <summary>A node with its pools, its health and the queue for its connections.</summary>
/// <remarks>
/// Npgsql has a single timeout for connecting and for waiting on an exhausted pool. Connecting must fail fast, but waiting may take longer.
/// Reads therefore wait for one of the <see cref="Slots"/>, which are as many as the pool's connections.
/// </remarks>
public sealed class RoutedNode : IDisposable
{
    private readonly DatabaseNode _node;
    private long _lastResponse;

    internal RoutedNode(DatabaseNode node, NpgsqlDataSource reads, NpgsqlDataSource probes, int slots, RoutingOptions options)
    {
        _node = node;
        Reads = reads;
        Probes = probes;
        MaxReads = slots;
        Health = new NodeHealth(options);
        Slots = new SemaphoreSlim(slots);
    }

    /// <summary>Name of the connection string.</summary>
    public string Name => _node.Name;

    /// <summary>The role of the node.</summary>
    public NodeRole Role => _node.Role;

    /// <summary>Connections for reads.</summary>
    public NpgsqlDataSource Reads { get; }

    internal NpgsqlDataSource Probes { get; }

    /// <summary>Whether the node can serve reads.</summary>
    public NodeHealth Health { get; }

    /// <summary>Whether the node was last logged as reachable; null before its first response. Only used by its prober.</summary>
    internal bool? LoggedReachable { get; set; }

    internal SemaphoreSlim Slots { get; }

    /// <summary>Maximum number of concurrent reads of this process on the node.</summary>
    public int MaxReads { get; }

    /// <summary>Current number of such reads.</summary>
    public int ActiveReads => MaxReads - Slots.CurrentCount;

    /// <summary>Timestamp of the last read or probe that the node served; zero before the first.</summary>
    internal long LastResponse => Volatile.Read(ref _lastResponse);

    /// <summary>Records that the node served a read or a probe.</summary>
    internal void Responded(long timestamp) => Volatile.Write(ref _lastResponse, timestamp);

    /// <inheritdoc />
    public void Dispose()
    {
        Slots.Dispose();
        Health.Dispose();
    }
}
