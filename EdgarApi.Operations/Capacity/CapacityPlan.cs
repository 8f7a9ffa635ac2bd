namespace EdgarApi.Operations.Capacity;

/// <summary>A plan: what each month needs and costs, and what follows from it.</summary>
/// <param name="Basis">Where each assumption is from.</param>
/// <param name="Months">The months, first one first.</param>
/// <param name="Answers">Answers to the questions of planning.</param>
/// <param name="Prices">The prices of the costs.</param>
public sealed record CapacityPlan(
    IReadOnlyList<Assumption> Basis, IReadOnlyList<MonthPlan> Months, IReadOnlyList<PlanAnswer> Answers, PriceList Prices);

/// <summary>A value that the plan rests on.</summary>
/// <param name="Name">What it is, with its unit.</param>
/// <param name="Value">The value.</param>
/// <param name="IsMeasured">Whether it was measured; otherwise it is a planning value.</param>
public sealed record Assumption(string Name, double Value, bool IsMeasured)
{
    /// <summary><c>measured</c> or <c>planning value</c>.</summary>
    public string Origin => IsMeasured ? "measured" : "planning value";
}

/// <summary>An answer.</summary>
/// <param name="Question">The question.</param>
/// <param name="Answer">The answer as text.</param>
public sealed record PlanAnswer(string Question, string Answer);

/// <summary>One month.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Load">The load of its busiest hour.</param>
/// <param name="Needs">What that load needs.</param>
/// <param name="Cost">What that costs.</param>
public sealed record MonthPlan(DateOnly Month, MonthLoad Load, MonthNeeds Needs, MonthCost Cost);

/// <summary>The load of a month's busiest hour.</summary>
/// <param name="RequestsPerSecond">Requests per second.</param>
/// <param name="Users">Concurrent users of all tiers.</param>
/// <param name="Companies">Companies with data.</param>
public sealed record MonthLoad(double RequestsPerSecond, double Users, int Companies);

/// <summary>What a month needs.</summary>
public sealed record MonthNeeds
{
    /// <summary>Cores of all API processes, peaks included.</summary>
    public required double Cores { get; init; }

    /// <summary>Memory of all API processes, in MB.</summary>
    public required double MemoryMegabytes { get; init; }

    /// <summary>API processes; may exceed the maximum of the scale rule.</summary>
    public required int Instances { get; init; }

    /// <summary>Which resource decides the number of API processes: <c>cpu</c>, <c>memory</c> or <c>minimum</c>.</summary>
    public required string DecidedBy { get; init; }

    /// <summary>Connections that the API's processes use at the same time, on all servers.</summary>
    public required double Connections { get; init; }

    /// <summary>Read replicas; may exceed the maximum.</summary>
    public required int ReadReplicas { get; init; }

    /// <summary>Storage of one database server, in GB, its free buffer included.</summary>
    public required double DatabaseGigabytes { get; init; }

    /// <summary>Redis memory in GB, its buffer included.</summary>
    public required double CacheGigabytes { get; init; }

    /// <summary>Responses per second that no cache has, peaks included.</summary>
    public required double ComputedPerSecond { get; init; }

    /// <summary>Redis commands per second, peaks included; null where the commands of a request were not measured.</summary>
    public required double? RedisCommandsPerSecond { get; init; }
}

/// <summary>The cost of a month.</summary>
/// <param name="Api">API processes.</param>
/// <param name="Database">Database servers with their storage.</param>
/// <param name="Cache">Redis.</param>
public sealed record MonthCost(decimal Api, decimal Database, decimal Cache)
{
    /// <summary>The sum.</summary>
    public decimal Total => Api + Database + Cache;
}
