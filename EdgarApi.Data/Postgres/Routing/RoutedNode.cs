using Npgsql;

namespace EdgarApi.Data.Postgres.Routing;

/// <summary>A node as the router sees it: its pools, its health, and the queue for its connections.</summary>
/// <remarks>
/// Npgsql has one timeout for connecting and for waiting on a full pool. Connecting must fail fast and waiting may last, so the wait is on
/// <see cref="Slots"/>, of which there are as many as the pool has connections.
/// </remarks>
internal sealed class RoutedNode(DatabaseNode node, NpgsqlDataSource reads, NpgsqlDataSource probes, int slots, RoutingOptions options) : IDisposable
{
    public string Name => node.Name;

    public NodeRole Role => node.Role;

    public NpgsqlDataSource Reads => reads;

    public NpgsqlDataSource Probes => probes;

    public NodeHealth Health { get; } = new(options);

    public SemaphoreSlim Slots { get; } = new(slots);

    /// <summary>Reads of this process that may be under way on the node.</summary>
    public int MaxReads => slots;

    /// <summary>Those that are.</summary>
    public int ReadsUnderWay => slots - Slots.CurrentCount;

    public void Dispose()
    {
        Slots.Dispose();
        Health.Dispose();
    }
}
