using EdgarApi.LoadTesting.Measurement;
using EdgarApi.LoadTesting.Report;

namespace EdgarApi.Operations.Capacity;

/// <summary>What a load test measured, in place of the planning values.</summary>
public sealed record Measurements
{
    /// <summary>Core seconds of the API per request; null if the run did not watch the server.</summary>
    public double? CpuPerRequest { get; init; }

    /// <summary>Memory of an API process at its peak, in MB; null if the run did not watch the server.</summary>
    public double? MemoryMegabytesPerInstance { get; init; }

    /// <summary>Share of answers from a cache; null if the responses do not say.</summary>
    public double? HitRate { get; init; }

    /// <summary>SQL commands per request; null if the server's metrics could not be read.</summary>
    public double? SqlPerRequest { get; init; }

    /// <summary>Seconds per SQL command; null if there were none.</summary>
    public double? SecondsPerSql { get; init; }

    /// <summary>Redis commands per request; null if unknown.</summary>
    public double? RedisPerRequest { get; init; }

    /// <summary>Reads the JSON that <c>edgar load --json</c> writes.</summary>
    /// <exception cref="InvalidDataException">The file is not a result of a load test, or no request was answered.</exception>
    public static Measurements Read(string file)
    {
        var result = LoadReport.Read(file);
        return result.Completed - result.Failed > 0 ? From(result) : throw new InvalidDataException($"{file}: no request succeeded.");
    }

    /// <summary>Takes the measurements of a run.</summary>
    public static Measurements From(LoadResult result)
    {
        var servers = result.Processes.Where(process => process.Name == "server").ToList();
        var costs = result.Costs;
        return new Measurements
        {
            CpuPerRequest = servers.Count == 0 ? null : servers.Sum(server => server.CpuSeconds) / result.Completed,
            MemoryMegabytesPerInstance = servers.Count == 0 ? null : servers.Max(server => server.PeakMemoryMegabytes),
            HitRate = result.CacheHitShare,
            SqlPerRequest = costs?.SqlCommands / result.Completed,
            SecondsPerSql = costs is { SqlCommands: > 0 } ? costs.SqlSeconds / costs.SqlCommands : null,
            RedisPerRequest = costs?.RedisCommands / result.Completed,
        };
    }

    /// <summary>Replaces the planning values that were measured.</summary>
    public PlanningValues ApplyTo(PlanningValues values) => values with
    {
        ApiServers = values.ApiServers with
        {
            CpuPerRps = CpuPerRequest ?? values.ApiServers.CpuPerRps,
            // Memory belongs to the process and its caches rather than to the rate of requests.
            MemoryMegabytesPerRps = MemoryMegabytesPerInstance is null ? values.ApiServers.MemoryMegabytesPerRps : 0,
            MemoryMegabytesPerInstance = MemoryMegabytesPerInstance ?? values.ApiServers.MemoryMegabytesPerInstance,
        },
        Database = values.Database with
        {
            SqlPerRequest = SecondsPerSql is null ? values.Database.SqlPerRequest : SqlPerRequest,
            SecondsPerSql = SecondsPerSql ?? values.Database.SecondsPerSql,
        },
        Cache = values.Cache with
        {
            HitRate = HitRate ?? values.Cache.HitRate,
            CommandsPerRequest = RedisPerRequest ?? values.Cache.CommandsPerRequest,
        },
    };
}
