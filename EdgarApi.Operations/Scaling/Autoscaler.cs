namespace EdgarApi.Operations.Scaling;

/// <summary>
/// Decides like Container Apps: KEDA polls scalers every 30 seconds and scales between zero and one, Kubernetes' horizontal pod autoscaler
/// decides every 15 seconds between one and the maximum.
/// </summary>
/// <remarks>
/// The rule that wants most wins. A difference within 10 % of the target changes nothing. A step up is at most to four replicas or to twice
/// the present number. A step down waits until no decision of the last 300 seconds wanted more. Replicas that are not ready count as idle
/// when CPU would add replicas. The cooldown of 300 seconds applies to the step from one replica to none only.
/// </remarks>
public sealed class Autoscaler(ScaleRules rules, int replicas)
{
    /// <summary>Seconds between KEDA's polls.</summary>
    public const int PollingInterval = 30;

    /// <summary>Seconds between decisions.</summary>
    public const int SyncInterval = 15;

    /// <summary>Seconds without activity before the last replica ends.</summary>
    public const int Cooldown = 300;

    /// <summary>Seconds for which the highest decision keeps replicas.</summary>
    public const int StabilizationWindow = 300;

    private const double Tolerance = 0.1;

    private readonly Queue<(long At, int Replicas)> _decisions = [];
    private (double Custom, int Cron) _polled;
    private long _activeAt;

    /// <summary>Replicas that should run.</summary>
    public int Replicas { get; private set; } = replicas;

    /// <summary>Lets a second pass.</summary>
    /// <param name="second">Seconds since the start, one more in each call.</param>
    /// <param name="now">The time, for cron rules.</param>
    /// <param name="signals">What the rules measure now.</param>
    public void Tick(long second, DateTimeOffset now, in ScaleSignals signals)
    {
        // A decision uses the last poll, so KEDA's step from zero to one is not followed by another in the same second.
        if (second % SyncInterval == 0 && Replicas > 0) Decide(second, signals);
        if (second % PollingInterval == 0) Poll(second, now, signals);
    }

    private void Poll(long second, DateTimeOffset now, in ScaleSignals signals)
    {
        var cron = 0;
        foreach (var rule in rules.Cron ?? [])
            if (rule.IsActive(now)) cron = Math.Max(cron, rule.DesiredReplicas);
        _polled = (signals.Custom, cron);
        var isActive = (rules.CustomTarget is not null && _polled.Custom > 0) || _polled.Cron > 0
            || (rules.HttpTarget is not null && signals.RequestsPerSecond > 0);
        if (isActive) _activeAt = second;
        if (Replicas == 0) Replicas = isActive ? Math.Max(1, rules.MinReplicas) : rules.MinReplicas;
        else if (rules.MinReplicas == 0 && !isActive && second - _activeAt >= Cooldown) Replicas = 0;
    }

    private void Decide(long second, in ScaleSignals signals)
    {
        var wanted = Math.Max(
            Math.Max(ForTotal(signals.RequestsPerSecond, rules.HttpTarget), ForTotal(_polled.Custom, rules.CustomTarget)),
            Math.Max(
                ForTotal(_polled.Cron, rules.Cron is null ? null : 1),
                Math.Max(ForShare(signals.Cpu, rules.CpuTarget, signals.ReadyReplicas, countsIdle: true),
                    ForShare(signals.Memory, rules.MemoryTarget, signals.ReadyReplicas, countsIdle: false))));

        _decisions.Enqueue((second, wanted));
        while (_decisions.Peek().At <= second - StabilizationWindow) _decisions.Dequeue();
        if (wanted < Replicas) wanted = Math.Min(Replicas, _decisions.Max(decision => decision.Replicas));
        else wanted = Math.Min(wanted, Math.Max(4, 2 * Replicas));
        Replicas = Math.Clamp(wanted, Math.Max(1, rules.MinReplicas), rules.MaxReplicas);
    }

    /// <summary>Replicas for a value that all replicas share.</summary>
    private int ForTotal(double value, double? target)
    {
        if (target is not { } perReplica) return 0;
        return Math.Abs(1 - value / (perReplica * Replicas)) <= Tolerance ? Replicas : Ceiling(value / perReplica);
    }

    /// <summary>Replicas for a mean of the ready replicas, in percent.</summary>
    private int ForShare(double percent, double? target, int ready, bool countsIdle)
    {
        if (target is not { } limit) return 0;
        if (ready == 0) return Replicas; // nothing is measured yet
        var ratio = percent / limit;
        if (Math.Abs(1 - ratio) <= Tolerance) return Replicas;
        if (ratio <= 1 || !countsIdle || ready >= Replicas) return Ceiling(ratio * ready);
        ratio = ratio * ready / Replicas;
        return ratio <= 1 + Tolerance ? Replicas : Ceiling(ratio * Replicas);
    }

    private static int Ceiling(double value) => (int)Math.Ceiling(value - 1e-9);
}
