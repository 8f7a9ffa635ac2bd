namespace EdgarApi.Operations.Scaling;

/// <summary>What one replica can do.</summary>
public sealed record ReplicaModel
{
    /// <summary>Requests per second at 100 % CPU, in steady state (<see cref="RequestCost.Capacity"/>).</summary>
    public double RequestsPerSecond { get; init; }

    /// <summary>95th percentile of an unloaded replica, in ms.</summary>
    public required double IdleP95 { get; init; }

    /// <summary>Seconds from the decision until the process starts: a place for the replica, and its image.</summary>
    public double ScheduleSeconds { get; init; }

    /// <summary>Seconds from then until the replica is ready.</summary>
    public required double StartSeconds { get; init; }

    /// <summary>Seconds after that in which requests cost more: code is being compiled, and the replica's memory is empty.</summary>
    public required double WarmUpSeconds { get; init; }

    /// <summary>By what factor they cost more.</summary>
    public required double WarmUpFactor { get; init; }

    /// <summary>Memory of a replica independent of its load, in percent of its limit.</summary>
    public required double MemoryPercent { get; init; }

    /// <summary>Cost of a replica per hour.</summary>
    public required decimal CostPerHour { get; init; }

    /// <summary>Cost of a number of replica seconds.</summary>
    public decimal GetCost(double replicaSeconds) => (decimal)(replicaSeconds / 3600) * CostPerHour;
}

/// <summary>When the service level is met.</summary>
/// <param name="P95">Limit of the 95th percentile, in ms.</param>
/// <param name="TimeoutSeconds">After how long callers give up.</param>
public sealed record ScaleObjective(double P95, double TimeoutSeconds);
