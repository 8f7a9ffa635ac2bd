namespace EdgarApi.Operations.Scaling;

/// <summary>What happened to traffic under scale rules.</summary>
public sealed record ScaleOutcome
{
    /// <summary>The traffic.</summary>
    public required string Traffic { get; init; }

    /// <summary>The rules.</summary>
    public required string Rules { get; init; }

    /// <summary>Most replicas at once.</summary>
    public required int MaxReplicas { get; init; }

    /// <summary>Sum of the replicas' running times.</summary>
    public required double ReplicaHours { get; init; }

    /// <summary>Their cost.</summary>
    public required decimal Cost { get; init; }

    /// <summary>Seconds in which the 95th percentile was above its limit or callers gave up.</summary>
    public required long SecondsOutside { get; init; }

    /// <summary>Length of the traffic in seconds.</summary>
    public required long Seconds { get; init; }

    /// <summary>Requests whose callers gave up.</summary>
    public required double Lost { get; init; }

    /// <summary>Most waiting requests at once.</summary>
    public required double MaxQueue { get; init; }

    /// <summary>Largest 95th percentile, in ms.</summary>
    public required double MaxP95 { get; init; }

    /// <summary>The run over time, at most 600 points.</summary>
    public required IReadOnlyList<ScalePoint> Timeline { get; init; }
}

/// <summary>One point of a run.</summary>
/// <param name="Second">Seconds since the start.</param>
/// <param name="RequestsPerSecond">Traffic.</param>
/// <param name="Replicas">Running replicas, ready or not.</param>
/// <param name="Queue">Waiting requests.</param>
/// <param name="P95">95th percentile in ms.</param>
/// <param name="SecondsOutside">Seconds outside the service level so far.</param>
/// <param name="ReplicaHours">Sum of the replicas' running times so far.</param>
/// <param name="Cost">Their cost so far.</param>
public sealed record ScalePoint(
    long Second, double RequestsPerSecond, int Replicas, double Queue, double P95, long SecondsOutside, double ReplicaHours, decimal Cost);

/// <summary>Replays traffic against scale rules, second by second.</summary>
/// <remarks>
/// Requests are a fluid: each second, replicas serve up to their capacity and the rest waits in one queue. The 95th percentile is that of
/// an idle replica divided by the idle share, plus the waiting time of the queue. How the real ingress averages and spreads requests is not
/// documented, so results compare rules; they do not predict milliseconds.
/// </remarks>
/// <param name="replica">What a replica can do.</param>
/// <param name="objective">When the service level is met.</param>
/// <param name="coldCost">
/// The factor by which a request costs more, by the number of requests since the caches were empty. Null if traffic begins with full
/// caches.
/// </param>
public sealed class ScaleSimulator(ReplicaModel replica, ScaleObjective objective, Func<double, double>? coldCost = null)
{
    private const int MaxPoints = 600;
    private const double MaxUtilization = 0.98;

    /// <summary>Runs traffic against rules.</summary>
    /// <param name="name">The rules' name.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="traffic">The traffic.</param>
    /// <param name="observe">Called each second with the second and the number of replicas that should run, or null.</param>
    public ScaleOutcome Run(string name, ScaleRules rules, TrafficTrace traffic, Action<long, int>? observe = null)
    {
        var autoscaler = new Autoscaler(rules, rules.MinReplicas);
        var readyAt = Enumerable.Repeat(double.NegativeInfinity, rules.MinReplicas).ToList(); // running and warm when the traffic starts
        var (requests, cpu) = (new MovingMean(Autoscaler.SyncInterval), new MovingMean(Autoscaler.SyncInterval));
        var timeline = new List<ScalePoint>();
        var every = Math.Max(1, traffic.Seconds / MaxPoints);
        var cost = traffic.HasColdCaches && coldCost is not null ? coldCost : _ => 1;
        double answered = 0, queue = 0, lost = 0, maxQueue = 0, maxP95 = 0, replicaSeconds = 0;
        long outside = 0;
        var maxReplicas = readyAt.Count;

        for (long second = 0; second < traffic.Seconds; second++)
        {
            var arriving = Math.Max(0, traffic.Rate(second));
            var (ready, capacity) = (0, 0.0);
            foreach (var at in readyAt)
            {
                if (second < at) continue;
                ready++;
                capacity += replica.RequestsPerSecond / (second < at + replica.WarmUpSeconds ? replica.WarmUpFactor : 1);
            }

            capacity /= cost(answered);
            var (demand, served) = (queue + arriving, Math.Min(queue + arriving, capacity));
            (queue, answered) = (demand - served, answered + served);
            var givenUp = Math.Max(0, queue - capacity * objective.TimeoutSeconds);
            (queue, lost) = (queue - givenUp, lost + givenUp);
            var utilization = capacity > 0 ? Math.Min(1, demand / capacity) : demand > 0 ? 1 : 0;
            var wait = capacity > 0 ? queue / capacity * 1000 : demand > 0 ? objective.TimeoutSeconds * 1000 : 0;
            var p95 = replica.IdleP95 / (1 - Math.Min(utilization, MaxUtilization)) + wait;
            if (p95 > objective.P95 || givenUp > 0) outside++;
            (maxQueue, maxP95, replicaSeconds) = (Math.Max(maxQueue, queue), Math.Max(maxP95, p95), replicaSeconds + readyAt.Count);
            if (second % every == 0)
            {
                timeline.Add(new ScalePoint(
                    second, arriving, readyAt.Count, queue, p95, outside, replicaSeconds / 3600, replica.GetCost(replicaSeconds)));
            }

            requests.Add(arriving);
            cpu.Add(utilization * 100);
            autoscaler.Tick(second, traffic.Start.AddSeconds(second), new ScaleSignals(
                requests.Value, cpu.Value, replica.MemoryPercent, ready, queue));
            Resize(readyAt, autoscaler.Replicas, second);
            maxReplicas = Math.Max(maxReplicas, readyAt.Count);
            observe?.Invoke(second, autoscaler.Replicas);
        }

        return new ScaleOutcome
        {
            Traffic = traffic.Name, Rules = name, MaxReplicas = maxReplicas, ReplicaHours = replicaSeconds / 3600,
            Cost = replica.GetCost(replicaSeconds), SecondsOutside = outside, Seconds = traffic.Seconds, Lost = lost,
            MaxQueue = maxQueue, MaxP95 = maxP95, Timeline = timeline,
        };
    }

    /// <summary>Starts replicas, or ends the newest.</summary>
    private void Resize(List<double> readyAt, int replicas, long second)
    {
        while (readyAt.Count < replicas) readyAt.Add(second + replica.ScheduleSeconds + replica.StartSeconds);
        if (readyAt.Count > replicas) readyAt.RemoveRange(replicas, readyAt.Count - replicas);
    }

    /// <summary>The mean of the last values.</summary>
    private sealed class MovingMean(int length)
    {
        private readonly Queue<double> _values = new(length);
        private double _sum;

        public double Value => _values.Count == 0 ? 0 : Math.Max(0, _sum / _values.Count);

        public void Add(double value)
        {
            _values.Enqueue(value);
            _sum += value;
            if (_values.Count > length) _sum -= _values.Dequeue();
        }
    }
}
