using System.Diagnostics.Metrics;

namespace EdgarApi.Storage.Postgres;

/// <summary>A pool of this process's connections to Postgres.</summary>
/// <param name="Name">Name of the node, followed by the pool's purpose unless it is reading.</param>
/// <param name="Used">Connections in use.</param>
/// <param name="Idle">Open connections that are idle.</param>
/// <param name="Max">Maximum number of connections.</param>
public sealed record PoolState(string Name, int Used, int Idle, int Max);

/// <summary>
/// Reads the state of all pools from the driver's metrics (OpenTelemetry semantic conventions for database clients), which <c>/metrics</c>
/// also exports. Npgsql has no other API for it.
/// </summary>
public static class ConnectionPools
{
    /// <summary>Name of the driver's meter.</summary>
    internal const string Meter = "Npgsql";

    private const string Count = "db.client.connection.count";
    private const string Max = "db.client.connection.max";
    private const string Pool = "db.client.connection.pool.name";
    private const string State = "db.client.connection.state";

    /// <summary>Reads the current state of all pools, ordered by name.</summary>
    public static IReadOnlyList<PoolState> Read()
    {
        var pools = new SortedDictionary<string, PoolState>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == Meter && instrument.Name is Count or Max) self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) =>
        {
            var name = GetPool(tags);
            var pool = pools.GetValueOrDefault(name) ?? new PoolState(name, 0, 0, 0);
            // The driver has a pool for each host of a connection string, under the same name; only the primary's is in use.
            pools[name] = instrument.Name == Max ? pool with { Max = Math.Max(pool.Max, value) }
                : GetTag(tags, State) == "used" ? pool with { Used = pool.Used + value }
                : pool with { Idle = pool.Idle + value };
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return [.. pools.Values];
    }

    /// <summary>Gets the pool that a measurement of the driver belongs to.</summary>
    internal static string GetPool(ReadOnlySpan<KeyValuePair<string, object?>> tags) => GetTag(tags, Pool);

    private static string GetTag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var tag in tags)
            if (tag.Key == name) return tag.Value as string ?? "";
        return "";
    }
}
