using Cronos;

namespace EdgarApi.Operations.Scaling;

/// <summary>A number of replicas within a daily or weekly window, in the time of a zone, so that it follows its clock changes.</summary>
/// <param name="TimeZone">IANA name, such as <c>America/New_York</c>.</param>
/// <param name="Start">Cron expression of the window's start.</param>
/// <param name="End">Cron expression of its end.</param>
/// <param name="DesiredReplicas">Replicas within the window.</param>
public sealed record CronRule(string TimeZone, string Start, string End, int DesiredReplicas)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
    private readonly CronExpression _start = CronExpression.Parse(Start);
    private readonly CronExpression _end = CronExpression.Parse(End);

    /// <summary>Whether an instant is within the window: KEDA asks whether the next end comes before the next start.</summary>
    public bool IsActive(DateTimeOffset now) =>
        _end.GetNextOccurrence(now, _zone) is { } end && (_start.GetNextOccurrence(now, _zone) is not { } start || end < start);
}
