using System.Globalization;
using EdgarApi.Contracts.Objectives;

namespace EdgarApi.Operations.Capacity;

/// <summary>Answers the questions of capacity planning from a plan.</summary>
internal sealed class CapacityQuestions(PlanningValues values, CapacityPlanner planner, IReadOnlyList<MonthPlan> months)
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    private SizeLimits Limits => values.Limits;

    public IReadOnlyList<PlanAnswer> Answer()
    {
        var (needs, limits) = (months[0].Needs, values.Limits);
        return
        [
            new("API processes now", string.Create(
                Culture, $"{needs.Instances}, decided by {needs.DecidedBy}; the scale rule allows {limits.MinInstances} to "
                + $"{limits.MaxInstances}")),
            new("MaxPoolSize per API process", GetPoolSize()),
            new("Read replicas now", string.Create(
                Culture, $"{needs.ReadReplicas}, for {needs.Connections:#,0.#} connections in use; {limits.MinReadReplicas} to "
                + $"{limits.MaxReadReplicas} are allowed")),
            new("Signal for one more read replica", string.Create(
                Culture, $"requests wait more than 10 ms for a pooled connection for 5 minutes, a replica's CPU is above "
                + $"{values.Triggers.Cpu:P0} for 10 minutes, or it lags behind by more than its role tolerates (1 s for api, 5 s for "
                + $"analytics) for 5 minutes")),
            new("Database storage per server", string.Create(
                Culture, $"{needs.DatabaseGigabytes:#,0} GB of {limits.DatabaseStorageGibibytes:#,0} GiB, including "
                + $"{limits.StorageBuffer:P0} free space")),
            new("Redis memory", string.Create(
                Culture, $"{needs.CacheGigabytes:#,0.#} GB on nodes of {limits.CacheNodeGibibytes:#,0.#} GiB, at most "
                + $"{limits.CacheShare:P0} in use")),
            new("Computed responses per second",
                $"{GetCourse(month => month.ComputedPerSecond)}, with {Text($"{values.Cache.HitRate:P0}")} of responses from a cache"),
            new("Redis commands per second", values.Cache.CommandsPerRequest is { } commands
                ? $"{GetCourse(month => month.RedisCommandsPerSecond ?? 0)}, at {Text($"{commands:0.###}")} per request"
                : "unknown without a measurement (--measured)"),
            new("When the sizes are outgrown", GetOutgrown()),
            new("Which trigger fires first", GetFirstTrigger()),
            new("What ten times the load needs", GetTenfold()),
            new("Vertical scaling", string.Create(
                Culture, $"memory before cores: more memory when an API process evicts more than "
                + $"{ServiceLevels.Default.Cache.EvictionsPerHour:P0} of its cache per hour, more cores when single requests are slow on "
                + $"an idle process; storage grows by itself and keeps {limits.StorageBuffer:P0} free")),
            new("Spot instances",
                "not offered by Container Apps; backfills and load tests run as jobs at low-usage hours instead"),
            new("Scheduled scaling",
                "a cron rule raises the minimum for New York market mornings and earnings season; at night the minimum applies"),
            new("Rightsizing", "every month: halve a size whose peak stays below 40 % of its limit, double one above its trigger"),
        ];
    }

    /// <summary>All processes of the largest scale-out share the connections of the primary, which has the most pools.</summary>
    private string GetPoolSize()
    {
        var (budget, size) = (planner.GetConnectionBudget(), planner.GetPoolSize(Limits.MaxConnections, Limits.MaxInstances));
        return string.Create(
            Culture, $"{size}: the primary has {budget:#,0.#} connections for the API ({Limits.MaxConnections} × "
            + $"{Limits.ConnectionShare:P0} − {Limits.ReservedConnections}); {Limits.MaxInstances} processes with "
            + $"{Limits.PoolsPerInstance} pools of {size} and {Limits.FixedConnectionsPerInstance} further connections need "
            + $"{Count(size):#,0}, with pools of 20 {Count(20):#,0}");

        int Count(int pool) => Limits.MaxInstances * (Limits.PoolsPerInstance * pool + Limits.FixedConnectionsPerInstance);
    }

    /// <summary>The first and the last month.</summary>
    private string GetCourse(Func<MonthNeeds, double> figure) => string.Join(", ", ((MonthPlan[])[months[0], months[^1]]).Distinct()
        .Select(month => Text($"{figure(month.Needs):#,0.#} in {month.Month:yyyy-MM}")));

    private string GetOutgrown()
    {
        (string Name, Func<MonthNeeds, bool> IsOutgrown)[] sizes =
        [
            (Text($"{Limits.MaxInstances} API processes"), needs => needs.Instances > Limits.MaxInstances),
            (Text($"{Limits.MaxReadReplicas} read replicas"), needs => needs.ReadReplicas > Limits.MaxReadReplicas),
            (Text($"{planner.GetConnectionBudget():#,0.#} connections on each of {Limits.MinReadReplicas} read replicas"),
                needs => needs.Connections > planner.GetConnectionBudget() * Limits.MinReadReplicas),
            (Text($"{Limits.DatabaseStorageGibibytes:#,0} GiB of storage"),
                needs => needs.DatabaseGigabytes * 1e9 > Limits.DatabaseStorageGibibytes * (1L << 30)),
            (Text($"{Limits.CacheNodeGibibytes:#,0.#} GiB of Redis memory"),
                needs => needs.CacheGigabytes * 1e9 > Limits.CacheNodeGibibytes * (1L << 30)),
        ];
        return string.Join("; ", sizes.Select(size =>
            months.FirstOrDefault(month => size.IsOutgrown(month.Needs)) is { } month
                ? Text($"{size.Name} in {month.Month:yyyy-MM}")
                : Text($"{size.Name} not within {months.Count} months")));
    }

    /// <summary>The first month in which the smallest number of processes no longer suffices, and why.</summary>
    private string GetFirstTrigger()
    {
        if (months.FirstOrDefault(month => month.Needs.Instances > Limits.MinInstances) is not { } month)
            return Text($"none within {months.Count} months: {Limits.MinInstances} processes suffice");
        var threshold = month.Needs.DecidedBy == "cpu" ? values.Triggers.Cpu : values.Triggers.Memory;
        return string.Create(
            Culture, $"{month.Needs.DecidedBy} ({threshold:P0}) in {month.Month:yyyy-MM}, at {month.Load.RequestsPerSecond:#,0} "
            + $"requests per second");
    }

    private string GetTenfold()
    {
        var (now, load) = (months[0], months[0].Load);
        var tenfold = planner.Plan(now.Month, load with { RequestsPerSecond = 10 * load.RequestsPerSecond, Users = 10 * load.Users }).Needs;
        return string.Create(
            Culture, $"{tenfold.Instances} API processes (now {now.Needs.Instances}), {tenfold.ReadReplicas} read replicas (now "
            + $"{now.Needs.ReadReplicas}), {tenfold.Connections:#,0.#} connections in use; Redis and storage stay, because they depend on "
            + $"companies");
    }

    private static string Text(FormattableString text) => text.ToString(Culture);
}
