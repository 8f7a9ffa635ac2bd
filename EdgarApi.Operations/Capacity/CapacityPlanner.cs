namespace EdgarApi.Operations.Capacity;

/// <summary>Plans capacity and cost by month, from growth and from what requests, users and companies need.</summary>
/// <remarks>
/// The load of month <c>n</c> is that of the first month, times <c>(1 + rate)ⁿ</c>, times the seasonal factor of its quarter relative to
/// that of the first month's: the load of the first month was observed in its season. Cost counts instances for whole months, so it is an
/// upper bound for a service that scales with the time of day.
/// </remarks>
public sealed class CapacityPlanner(PlanningValues values, PriceList prices)
{
    private const double MegabytesPerGibibyte = 1024;
    private const int HoursPerMonth = 730;

    /// <summary>Plans a number of months.</summary>
    /// <param name="first">Any day of the first month.</param>
    /// <param name="months">How many months, at least one.</param>
    public IReadOnlyList<MonthPlan> Plan(DateOnly first, int months)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(months, 1);
        var start = new DateOnly(first.Year, first.Month, 1);
        return [.. Enumerable.Range(0, months).Select(n => Plan(start.AddMonths(n), GetLoad(start, n)))];
    }

    /// <summary>Plans a month with a given load.</summary>
    public MonthPlan Plan(DateOnly month, MonthLoad load)
    {
        var needs = GetNeeds(load);
        return new MonthPlan(month, load, needs, GetCost(needs));
    }

    private MonthLoad GetLoad(DateOnly start, int n)
    {
        var growth = values.Growth;
        var season = GetSeason(start.AddMonths(n)) / GetSeason(start);
        var users = values.Start.Users.Sum(tier => tier.Value * Math.Pow(1 + growth.MonthlyUserGrowth.GetValueOrDefault(tier.Key), n));
        return new MonthLoad(
            values.Start.RequestsPerSecond * Math.Pow(1 + growth.MonthlyRate, n) * season, users, values.Start.Companies);
    }

    private double GetSeason(DateOnly month) => values.Growth.SeasonalFactors[$"Q{(month.Month + 2) / 3}"];

    private MonthNeeds GetNeeds(MonthLoad load)
    {
        var (api, database, cache, limits) = (values.ApiServers, values.Database, values.Cache, values.Limits);
        var cores = load.RequestsPerSecond * api.CpuPerRps * api.OverheadFactor;
        var byCpu = Ceiling(cores / (limits.CoresPerInstance * values.Triggers.Cpu));
        var loadMegabytes = load.RequestsPerSecond * api.MemoryMegabytesPerRps * api.OverheadFactor;
        var usable = limits.GibibytesPerInstance * MegabytesPerGibibyte * values.Triggers.Memory - api.MemoryMegabytesPerInstance;
        var byMemory = usable > 0 ? Ceiling(loadMegabytes / usable) : int.MaxValue; // a process does not even fit when idle
        var instances = Math.Max(limits.MinInstances, Math.Max(byCpu, byMemory));
        var connections = GetConnections(load);
        var storage = load.Companies * database.StorageMegabytesPerCompany * database.IndexOverhead / (1 - limits.StorageBuffer);
        return new MonthNeeds
        {
            Cores = cores,
            MemoryMegabytes = loadMegabytes + instances * api.MemoryMegabytesPerInstance,
            Instances = instances,
            DecidedBy = instances == limits.MinInstances ? "minimum" : byCpu >= byMemory ? "cpu" : "memory",
            Connections = connections,
            ReadReplicas = Math.Max(limits.MinReadReplicas, Ceiling(connections / GetConnectionBudget())),
            DatabaseGigabytes = storage / 1000,
            CacheGigabytes = load.Companies * cache.MemoryMegabytesPerCompany * cache.EvictionBuffer / limits.CacheShare / 1000,
            ComputedPerSecond = load.RequestsPerSecond * (1 - cache.HitRate) * api.OverheadFactor,
            RedisCommandsPerSecond = load.RequestsPerSecond * cache.CommandsPerRequest * api.OverheadFactor,
        };
    }

    /// <summary>
    /// Where commands and their time were measured, those in progress at once (Little's law); otherwise a number per user.
    /// </summary>
    private double GetConnections(MonthLoad load) => values.Database is { SqlPerRequest: { } commands, SecondsPerSql: { } seconds }
        ? load.RequestsPerSecond * commands * seconds * values.ApiServers.OverheadFactor
        : load.Users * values.Database.ConnectionsPerUser;

    /// <summary>Connections of one database server that the API may use.</summary>
    internal double GetConnectionBudget() => GetConnectionBudget(values.Limits.MaxConnections);

    /// <summary>Connections that the API may use of a server with a given <c>max_connections</c>.</summary>
    public double GetConnectionBudget(int maxConnections) =>
        Math.Max(1, maxConnections * values.Limits.ConnectionShare - values.Limits.ReservedConnections);

    /// <summary>The largest <c>MaxPoolSize</c> with which a number of API processes stays within the budget of the primary.</summary>
    public int GetPoolSize(int maxConnections, int instances)
    {
        var perInstance = GetConnectionBudget(maxConnections) / instances - values.Limits.FixedConnectionsPerInstance;
        return Math.Max(1, (int)Math.Floor(perInstance / values.Limits.PoolsPerInstance));
    }

    private MonthCost GetCost(MonthNeeds needs)
    {
        var limits = values.Limits;
        var instance = (decimal)limits.CoresPerInstance * prices.ApiCoreHour
            + (decimal)limits.GibibytesPerInstance * prices.ApiGibibyteHour;
        var server = (decimal)limits.CoresPerDatabaseServer * prices.DatabaseCoreHour * HoursPerMonth
            + (decimal)Math.Max(limits.DatabaseStorageGibibytes, ToGibibytes(needs.DatabaseGigabytes)) * prices.DatabaseGibibyteMonth;
        var cache = Math.Ceiling(ToGibibytes(needs.CacheGigabytes) / limits.CacheNodeGibibytes) * limits.CacheNodeGibibytes;
        return new MonthCost(
            decimal.Round(needs.Instances * instance * HoursPerMonth, 2), decimal.Round((1 + needs.ReadReplicas) * server, 2),
            decimal.Round((decimal)cache * prices.CacheGibibyteMonth, 2));
    }

    private static double ToGibibytes(double gigabytes) => gigabytes * 1e9 / (1 << 30);

    /// <summary>Rounds up, tolerating the error of floating-point numbers: 3.0000000001 is 3.</summary>
    private static int Ceiling(double value) => (int)Math.Min(int.MaxValue, Math.Ceiling(value - 1e-9));
}
