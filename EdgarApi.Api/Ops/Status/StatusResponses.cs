using EdgarApi.Api.Admin;

namespace EdgarApi.Api.Ops.Status;

/// <summary>Whether the service is healthy, and why not.</summary>
/// <param name="At">Time of the response, UTC.</param>
/// <param name="State">Green, amber or red.</param>
/// <param name="Reasons">What makes it amber or red, the worst first.</param>
/// <param name="Source">Where the values of all processes come from.</param>
/// <param name="Note">Why there are no values of all processes; null if there are.</param>
/// <param name="Alerts">Alerts whose condition holds; null without Prometheus.</param>
/// <param name="Checks">The health checks of the process that responds.</param>
/// <param name="Caches">Where responses come from.</param>
/// <param name="Processes">All processes; without Prometheus the one that responds.</param>
/// <param name="Warming">Failed runs of each warming strategy since its last success; null without Prometheus.</param>
/// <param name="IngestAgeSeconds">Time since the live ingest made progress; null for other sources and without Prometheus.</param>
/// <param name="Degraded">Degraded mode as the process that responds knows it.</param>
/// <param name="Process">Nodes, pools, Redis and usage as the process that responds sees them.</param>
internal sealed record OpsStatusResponse(
    DateTimeOffset At, OpsState State, IReadOnlyList<OpsReason> Reasons, OpsSource Source, string? Note,
    IReadOnlyList<OpsAlert>? Alerts, IReadOnlyList<OpsCheck> Checks, IReadOnlyList<CacheLevel> Caches,
    IReadOnlyList<ProcessRow> Processes, IReadOnlyList<StrategyRow>? Warming, double? IngestAgeSeconds, DegradedModeResponse Degraded,
    StatusResponse Process);

/// <summary>A reason for the state.</summary>
/// <param name="State">Amber or red.</param>
/// <param name="Text">What is wrong.</param>
/// <param name="Runbook">Where to read what to do; null if no runbook is about it.</param>
internal sealed record OpsReason(OpsState State, string Text, string? Runbook);

/// <summary>An alert whose condition holds.</summary>
/// <param name="Name">The name.</param>
/// <param name="Severity"><c>critical</c> or <c>warning</c>.</param>
/// <param name="IsFiring">Whether it fires; otherwise its condition has not lasted long enough yet.</param>
/// <param name="Summary">What is wrong.</param>
/// <param name="Runbook">Where to read what to do.</param>
/// <param name="Since">When the condition began to hold.</param>
internal sealed record OpsAlert(string Name, string Severity, bool IsFiring, string Summary, string Runbook, DateTimeOffset Since);

/// <summary>A health check.</summary>
/// <param name="Name">The name.</param>
/// <param name="State">Its state.</param>
/// <param name="Text">What it found; null if it says nothing.</param>
internal sealed record OpsCheck(string Name, OpsState State, string? Text);

/// <summary>Where responses come from.</summary>
/// <param name="Level"><c>l1</c> (memory), <c>l2</c> (Redis), <c>client</c>, <c>stale</c> or <c>computed</c>.</param>
/// <param name="Share">Share of the cacheable requests; null without requests.</param>
internal sealed record CacheLevel(string Level, double? Share);

/// <summary>A process.</summary>
/// <param name="Instance">Its address, or machine and process id.</param>
/// <param name="Job"><c>api</c> or <c>warmer</c>.</param>
/// <param name="IsUp">Whether it can be scraped.</param>
/// <param name="CpuPercent">CPU, 0 to 100.</param>
/// <param name="MemoryPercent">Memory, 0 to 100.</param>
/// <param name="PoolShare">Share of its busiest connection pool in use.</param>
/// <param name="SpoolBytes">Usage records on its disk.</param>
internal sealed record ProcessRow(
    string Instance, string Job, bool IsUp, double? CpuPercent, double? MemoryPercent, double? PoolShare, double? SpoolBytes);

/// <summary>A warming strategy.</summary>
/// <param name="Strategy">The name.</param>
/// <param name="Failures">Failed runs since its last success.</param>
internal sealed record StrategyRow(string Strategy, double Failures);

/// <summary>The error budgets.</summary>
/// <param name="Source">Where the values come from.</param>
/// <param name="Period">The period that they cover.</param>
/// <param name="Budgets">A budget per endpoint and objective.</param>
internal sealed record BudgetsResponse(OpsSource Source, string Period, IReadOnlyList<ErrorBudget> Budgets);

/// <summary>What an endpoint may still afford.</summary>
/// <param name="Endpoint">The endpoint by its name in the service levels.</param>
/// <param name="Objective">What counts, for example <c>at most 500 ms for 95 %</c>.</param>
/// <param name="Allowed">Share of requests that may miss the objective.</param>
/// <param name="Missed">Share of requests that did; null without requests.</param>
/// <param name="Remaining">Share of the budget that is left, negative if it is overspent; null without requests.</param>
/// <param name="State">Red if the budget is used up, amber if less than a quarter is left.</param>
internal sealed record ErrorBudget(
    string Endpoint, string Objective, double Allowed, double? Missed, double? Remaining, OpsState State)
{
    private const double Low = 0.25;

    public static ErrorBudget Create(string endpoint, string objective, double allowed, double? missed)
    {
        var remaining = 1 - (missed / allowed);
        var state = remaining is not { } left ? OpsState.None : left <= 0 ? OpsState.Red : left < Low ? OpsState.Amber : OpsState.Green;
        return new ErrorBudget(endpoint, objective, allowed, missed, remaining, state);
    }
}
