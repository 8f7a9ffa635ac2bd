namespace EdgarApi.Api.Ops.Status;

/// <summary>
/// Decides whether the service is healthy. Red needs somebody now: an alert that pages, or a failed health check. Amber can wait until the
/// morning, or is not certain yet.
/// </summary>
internal static class OpsVerdict
{
    private const string Critical = "critical";

    /// <summary>Collects the reasons, the worst first; none if everything is in order.</summary>
    /// <param name="alerts">Alerts whose condition holds.</param>
    /// <param name="checks">Health checks of this process.</param>
    /// <param name="monitoringProblem">Why Prometheus does not respond; null if it does, or is not configured.</param>
    public static IReadOnlyList<OpsReason> GetReasons(
        IReadOnlyList<OpsAlert> alerts, IReadOnlyList<OpsCheck> checks, string? monitoringProblem)
    {
        var reasons = alerts.Where(alert => alert.IsFiring || alert.Severity == Critical).Select(alert => alert.IsFiring
            ? new OpsReason(alert.Severity == Critical ? OpsState.Red : OpsState.Amber, $"{alert.Name}: {alert.Summary}", alert.Runbook)
            : new OpsReason(OpsState.Amber, $"{alert.Name} may fire soon: {alert.Summary}", alert.Runbook)).ToList();
        reasons.AddRange(checks.Where(check => check.State != OpsState.Green).Select(check =>
            new OpsReason(check.State, $"Health check {check.Name}: {check.Text ?? "failed"}", Runbook: null)));
        if (monitoringProblem is not null)
            reasons.Add(new OpsReason(OpsState.Amber, $"{monitoringProblem} Alerts are unknown.", Runbook: null));
        return [.. reasons.OrderByDescending(reason => reason.State)];
    }

    /// <summary>The state of the worst reason.</summary>
    public static OpsState GetState(IReadOnlyList<OpsReason> reasons) => reasons is [var worst, ..] ? worst.State : OpsState.Green;
}
