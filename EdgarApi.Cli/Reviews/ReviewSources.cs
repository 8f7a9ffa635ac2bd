using EdgarApi.Contracts.Prometheus;
using EdgarApi.Operations.Reviews;
using Npgsql;

namespace EdgarApi.Cli.Reviews;

/// <summary>Where a review reads. What is unknown or does not respond is missing in the review, with the reason.</summary>
/// <param name="Prometheus">Prometheus; null if unknown.</param>
/// <param name="Primary">The primary's connection string; null if unknown.</param>
/// <param name="NoPrimary">Why it is unknown.</param>
/// <param name="Replicas">Names and connection strings of the replicas.</param>
/// <param name="SlowQueryLogs">Logs of slow statements.</param>
internal sealed record ReviewSources(
    Uri? Prometheus, string? Primary, string? NoPrimary, IReadOnlyList<(string Name, string Connection)> Replicas,
    IReadOnlyList<string> SlowQueryLogs)
{
    private const string PrimaryName = "the primary";

    /// <summary>Reads everything that a kind of review needs.</summary>
    public async Task<ReviewData> ReadAsync(ReviewKind kind, DateTimeOffset to, CancellationToken cancellation)
    {
        var data = new ReviewData(kind, to - ReviewPeriods.GetLength(kind), to)
        {
            Monitoring = await ReadMonitoringAsync(kind, to, cancellation).ConfigureAwait(false),
        };
        if (kind is ReviewKind.Monthly) return data;
        if (kind is ReviewKind.Weekly)
            return data with { Usage = await ReadAsync(database => database.ReadUsageAsync(data, cancellation)).ConfigureAwait(false) };
        return data with
        {
            Usage = await ReadAsync(database => database.ReadUsageAsync(data, cancellation)).ConfigureAwait(false),
            Misses = await ReadAsync(database => database.ReadMissesAsync(data, cancellation)).ConfigureAwait(false),
            Statements = await ReadStatementsAsync(cancellation).ConfigureAwait(false),
            SlowStatements = ReadSlowQueries(data),
        };
    }

    private async Task<Reading<MonitoringFigures>> ReadMonitoringAsync(ReviewKind kind, DateTimeOffset to, CancellationToken cancellation)
    {
        if (Prometheus is null)
            return new(null, "Prometheus is unknown: start the system with EdgarApi__Monitoring=true ./run, or set --prometheus.", "none");
        try
        {
            using var client = new PrometheusClient(Prometheus);
            var figures = await MonitoringReader.ReadAsync(client, kind, to - ReviewPeriods.GetLength(kind), to, cancellation)
                .ConfigureAwait(false);
            return new(figures, null, Prometheus.ToString());
        }
        catch (PrometheusException error)
        {
            return new(null, error.Message, Prometheus.ToString());
        }
    }

    private async Task<Reading<T>> ReadAsync<T>(Func<ReviewDatabase, Task<T>> read) where T : class
    {
        if (Primary is null) return new(null, $"{NoPrimary}", PrimaryName);
        try
        {
            await using var database = new ReviewDatabase(Primary);
            return new(await read(database).ConfigureAwait(false), null, PrimaryName);
        }
        catch (NpgsqlException error)
        {
            return new(null, $"The primary cannot be read: {error.Message}", PrimaryName);
        }
    }

    private async Task<IReadOnlyList<Reading<NodeStatements>>> ReadStatementsAsync(CancellationToken cancellation)
    {
        if (Primary is null) return [new(null, $"{NoPrimary}", PrimaryName)];
        var readings = new List<Reading<NodeStatements>>();
        foreach (var (name, connection) in ((string, string)[])[(PrimaryName, Primary), .. Replicas])
        {
            try
            {
                await using var database = new ReviewDatabase(connection);
                var found = await database.ReadStatementsAsync(name, cancellation).ConfigureAwait(false);
                readings.Add(new(found, found is null ? "The server has no pg_stat_statements." : null, name));
            }
            catch (NpgsqlException error)
            {
                readings.Add(new(null, $"The server cannot be read: {error.Message}", name));
            }
        }

        return readings;
    }

    private Reading<IReadOnlyList<SlowStatement>> ReadSlowQueries(ReviewData data)
    {
        if (SlowQueryLogs.Count == 0)
            return new(null, "No log is known: ./run writes .local/slow-queries; elsewhere set --slow-log to a log of the server.", "none");
        IReadOnlyList<SlowStatement> found =
        [
            .. SlowQueryLogs.GroupBy(GetServer).SelectMany(files => SlowQueryLog.Read(
                    files.Key, files.SelectMany(ReadLines), data.From, data.To))
                .OrderByDescending(statement => statement.Total),
        ];
        return new(found, null, string.Join(", ", SlowQueryLogs.Select(GetServer).Distinct()));
    }

    /// <summary>The server's name: <c>postgres-api</c> of <c>postgres-api.log</c> and of the older <c>postgres-api.log.1</c>.</summary>
    private static string GetServer(string file) => Path.GetFileName(file).Split('.')[0];

    /// <summary>The running system may append to the file.</summary>
    private static IEnumerable<string> ReadLines(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line) yield return line;
    }
}
