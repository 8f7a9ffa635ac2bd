using Npgsql;

namespace EdgarApi.Storage.Postgres;

/// <summary>The row that is updated every second on the primary to measure replication lag.</summary>
public sealed class Heartbeat(NpgsqlDataSource primary)
{
    /// <summary>Time between beats.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Writes a beat unless the last one is younger than half an interval, so that several workers can run.</summary>
    public Task BeatAsync(CancellationToken cancellationToken)
    {
        const string Sql = """
            update replication_heartbeat set beat = beat + 1, beaten_at = clock_timestamp()
            where beaten_at < clock_timestamp() - interval '500 milliseconds' or beaten_at > clock_timestamp()
            """;
        return primary.ExecuteAsync(Sql, null, cancellationToken, timeoutSeconds: 5);
    }
}
