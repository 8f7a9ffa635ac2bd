using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgarApi.Operations.Capacity;

/// <summary>
/// What capacity planning assumes. The defaults are those of the performance requirements and of the committed sizes
/// (<c>capacity.json</c>).
/// </summary>
public sealed record PlanningValues
{
    /// <summary>How the load grows.</summary>
    public required LoadGrowth Growth { get; init; }

    /// <summary>The load of the first month.</summary>
    public required StartLoad Start { get; init; }

    /// <summary>What a request costs an API process.</summary>
    public required ApiServerNeeds ApiServers { get; init; }

    /// <summary>What users and companies cost the database.</summary>
    public required DatabaseNeeds Database { get; init; }

    /// <summary>What companies cost the cache.</summary>
    public required CacheNeeds Cache { get; init; }

    /// <summary>When more is needed.</summary>
    public required CapacityTriggers Triggers { get; init; }

    /// <summary>The present sizes and the bounds of scaling.</summary>
    public required SizeLimits Limits { get; init; }

    /// <summary>Reads <c>capacity.json</c> or a file with the same structure.</summary>
    /// <exception cref="InvalidDataException">The file has another structure, or a value is out of range.</exception>
    public static PlanningValues Read(string? file = null) =>
        DataFile.Read(file, "capacity.json", PlanningJson.Default.PlanningValues).Check();

    private PlanningValues Check()
    {
        foreach (var (name, value, minimum) in (ReadOnlySpan<(string, double, double)>)
            [
                ("start.requestsPerSecond", Start.RequestsPerSecond, double.Epsilon), ("start.companies", Start.Companies, 1),
                ("apiServers.cpuPerRps", ApiServers.CpuPerRps, double.Epsilon), ("apiServers.overheadFactor", ApiServers.OverheadFactor, 1),
                ("limits.minInstances", Limits.MinInstances, 1), ("limits.maxInstances", Limits.MaxInstances, Limits.MinInstances),
                ("limits.coresPerInstance", Limits.CoresPerInstance, 0.25), ("limits.minReadReplicas", Limits.MinReadReplicas, 0),
                ("limits.maxReadReplicas", Limits.MaxReadReplicas, Limits.MinReadReplicas),
                ("limits.maxConnections", Limits.MaxConnections, Limits.ReservedConnections + 1),
                ("limits.poolsPerInstance", Limits.PoolsPerInstance, 1),
            ])
        {
            if (!(value >= minimum) || double.IsInfinity(value))
                throw new InvalidDataException(FormattableString.Invariant($"{name} is {value}, but must be at least {minimum}."));
        }

        foreach (var quarter in (string[])["Q1", "Q2", "Q3", "Q4"])
        {
            if (!Growth.SeasonalFactors.TryGetValue(quarter, out var factor) || !(factor > 0))
                throw new InvalidDataException($"growth.seasonalFactors needs a factor above 0 for {quarter}.");
        }

        return Cache.HitRate is >= 0 and < 1 ? this : throw new InvalidDataException("cache.hitRate must be from 0 to less than 1.");
    }
}

/// <summary>Growth by month.</summary>
/// <param name="MonthlyRate">Growth of requests per month: 0.25 is 25 %.</param>
/// <param name="SeasonalFactors">Requests of a quarter relative to the trend, by <c>Q1</c> to <c>Q4</c>.</param>
/// <param name="MonthlyUserGrowth">Growth of users per month, by tier.</param>
public sealed record LoadGrowth(
    double MonthlyRate, IReadOnlyDictionary<string, double> SeasonalFactors, IReadOnlyDictionary<string, double> MonthlyUserGrowth);

/// <summary>The load of the first month.</summary>
/// <param name="RequestsPerSecond">Mean of the busiest hour.</param>
/// <param name="Users">Concurrent users, by tier.</param>
/// <param name="Companies">Companies with data.</param>
public sealed record StartLoad(double RequestsPerSecond, IReadOnlyDictionary<string, double> Users, int Companies);

/// <summary>What a request costs an API process.</summary>
/// <param name="CpuPerRps">Cores per request per second.</param>
/// <param name="MemoryMegabytesPerRps">MB per request per second.</param>
/// <param name="OverheadFactor">Factor for peaks above the mean.</param>
public sealed record ApiServerNeeds(double CpuPerRps, double MemoryMegabytesPerRps, double OverheadFactor)
{
    /// <summary>MB of each process, independent of its load.</summary>
    public double MemoryMegabytesPerInstance { get; init; }
}

/// <summary>What users and companies cost the database.</summary>
/// <param name="ConnectionsPerUser">Connections per concurrent user.</param>
/// <param name="StorageMegabytesPerCompany">MB of tables per company.</param>
/// <param name="IndexOverhead">Factor for indexes.</param>
public sealed record DatabaseNeeds(double ConnectionsPerUser, double StorageMegabytesPerCompany, double IndexOverhead)
{
    /// <summary>SQL commands per request; null where only <see cref="ConnectionsPerUser"/> is known.</summary>
    public double? SqlPerRequest { get; init; }

    /// <summary>Seconds that an SQL command occupies a connection; null where it is unknown.</summary>
    public double? SecondsPerSql { get; init; }
}

/// <summary>What companies cost the cache.</summary>
/// <param name="MemoryMegabytesPerCompany">MB of Redis per company.</param>
/// <param name="HitRate">Share of requests answered from a cache.</param>
/// <param name="EvictionBuffer">Factor that keeps Redis from evicting.</param>
public sealed record CacheNeeds(double MemoryMegabytesPerCompany, double HitRate, double EvictionBuffer)
{
    /// <summary>Redis commands per request; null where they were not measured.</summary>
    public double? CommandsPerRequest { get; init; }
}

/// <summary>Utilization above which capacity must grow, as shares from 0 to 1.</summary>
/// <param name="Cpu">CPU, sustained for 10 minutes.</param>
/// <param name="Memory">Memory, sustained for 5 minutes.</param>
/// <param name="ResponseTimeFactor">95th percentile relative to the baseline, for 5 minutes.</param>
public sealed record CapacityTriggers(double Cpu, double Memory, double ResponseTimeFactor);

/// <summary>The present sizes and the bounds of scaling.</summary>
public sealed record SizeLimits
{
    /// <summary>API processes at least.</summary>
    public required int MinInstances { get; init; }

    /// <summary>API processes at most.</summary>
    public required int MaxInstances { get; init; }

    /// <summary>Cores of one API process.</summary>
    public required double CoresPerInstance { get; init; }

    /// <summary>Memory of one API process.</summary>
    public required double GibibytesPerInstance { get; init; }

    /// <summary>Read replicas at least.</summary>
    public required int MinReadReplicas { get; init; }

    /// <summary>Read replicas at most.</summary>
    public required int MaxReadReplicas { get; init; }

    /// <summary><c>max_connections</c> of each database server.</summary>
    public required int MaxConnections { get; init; }

    /// <summary>Share of <see cref="MaxConnections"/> that may be in use.</summary>
    public required double ConnectionShare { get; init; }

    /// <summary>Connections of the Warmer, migrations and operators.</summary>
    public required int ReservedConnections { get; init; }

    /// <summary>Pools of <c>MaxPoolSize</c> connections that an API process has to the primary: one for reads and one for writes.</summary>
    public required int PoolsPerInstance { get; init; }

    /// <summary>Further connections of an API process to the primary: for usage records and probes.</summary>
    public required int FixedConnectionsPerInstance { get; init; }

    /// <summary>Cores of each database server.</summary>
    public required double CoresPerDatabaseServer { get; init; }

    /// <summary>Storage of each database server.</summary>
    public required double DatabaseStorageGibibytes { get; init; }

    /// <summary>Share of storage that stays free.</summary>
    public required double StorageBuffer { get; init; }

    /// <summary>Memory of one Redis node.</summary>
    public required double CacheNodeGibibytes { get; init; }

    /// <summary>Share of a Redis node's memory that may be in use.</summary>
    public required double CacheShare { get; init; }
}

/// <summary>Prices per unit, with their date (<c>prices.json</c>).</summary>
public sealed record PriceList
{
    /// <summary>The day of the prices.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Their currency.</summary>
    public required string Currency { get; init; }

    /// <summary>Where they are from.</summary>
    public required string Source { get; init; }

    /// <summary>An API process's core, per hour.</summary>
    public required decimal ApiCoreHour { get; init; }

    /// <summary>An API process's GiB of memory, per hour.</summary>
    public required decimal ApiGibibyteHour { get; init; }

    /// <summary>A database server's core with its memory, per hour.</summary>
    public required decimal DatabaseCoreHour { get; init; }

    /// <summary>A GiB of database storage, per month.</summary>
    public required decimal DatabaseGibibyteMonth { get; init; }

    /// <summary>A GiB of Redis, per month.</summary>
    public required decimal CacheGibibyteMonth { get; init; }

    /// <summary>Reads <c>prices.json</c> or a file with the same structure.</summary>
    /// <exception cref="InvalidDataException">The file has another structure.</exception>
    public static PriceList Read(string? file = null) => DataFile.Read(file, "prices.json", PlanningJson.Default.PriceList);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(PlanningValues))]
[JsonSerializable(typeof(PriceList))]
internal sealed partial class PlanningJson : JsonSerializerContext;
