namespace EdgarApi.Operations.Scaling;

/// <summary>The scale rules of a container app. A rule that is null does not exist.</summary>
public sealed record ScaleRules
{
    /// <summary>Replicas at least; 0 allows none at all.</summary>
    public required int MinReplicas { get; init; }

    /// <summary>Replicas at most.</summary>
    public required int MaxReplicas { get; init; }

    /// <summary>HTTP rule: requests per second per replica. Container Apps calls it <c>concurrentRequests</c>.</summary>
    public double? HttpTarget { get; init; }

    /// <summary>CPU rule: percent of a replica's cores.</summary>
    public double? CpuTarget { get; init; }

    /// <summary>Memory rule: percent of a replica's memory.</summary>
    public double? MemoryTarget { get; init; }

    /// <summary>Custom rule: value per replica of a scaler such as a queue's length.</summary>
    public double? CustomTarget { get; init; }

    /// <summary>Cron rules.</summary>
    public IReadOnlyList<CronRule>? Cron { get; init; }
}

/// <summary>What the rules measure at an instant.</summary>
/// <param name="RequestsPerSecond">Requests of the last 15 seconds, per second, over all replicas.</param>
/// <param name="Cpu">Mean CPU of the ready replicas, in percent.</param>
/// <param name="Memory">Mean memory of the ready replicas, in percent.</param>
/// <param name="ReadyReplicas">Replicas whose CPU and memory are measured.</param>
/// <param name="Custom">Value of the custom scaler.</param>
public readonly record struct ScaleSignals(
    double RequestsPerSecond = 0, double Cpu = 0, double Memory = 0, int ReadyReplicas = 0, double Custom = 0);
