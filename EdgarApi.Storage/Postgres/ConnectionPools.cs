using System.Diagnostics.Metrics;

namespace EdgarApi.Storage.Postgres;

/// <summary>A pool of this process' connections to Postgres.</summary>
/// <param name="Name">The node, and after it what the pool is for where that is not reading.</param>
/// <param name="Used">Connections that are at work.</param>
/// <param name="Idle">Connections that are open and wait.</param>
/// <param name="Max">How many there may be.</param>
public sealed record PoolState(string Name, int Used, int Idle, int Max);

/// <summary>
/// Reads the state of all pools off the driver's own instruments (OpenTelemetry's semantic conventions for database clients), the same that <c>/metrics</c> shows:
/// the driver tells it nowhere else.
/// </summary>
public static class ConnectionPools
{
    private const string Meter = "Npgsql";
    private const string Count = "db.client.connection.count";
    private const string Max = "db.client.connection.max";
    private const string Pool = "db.client.connection.pool.name";
    private const string State = "db.client.connection.state";

    /// <summary>The pools as they are now, by name.</summary>
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
            var name = Tag(tags, Pool);
            var pool = pools.GetValueOrDefault(name) ?? new PoolState(name, 0, 0, 0);
            pools[name] = instrument.Name == Max ? pool with { Max = pool.Max + value }
                : Tag(tags, State) == "used" ? pool with { Used = pool.Used + value }
                : pool with { Idle = pool.Idle + value };
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return [.. pools.Values];
    }

    private static string Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var tag in tags)
            if (tag.Key == name) return tag.Value as string ?? "";
        return "";
    }
}
