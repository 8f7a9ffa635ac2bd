using System.Globalization;

namespace EdgarApi.Accounts.Degraded;

/// <summary>A period in which the service is in degraded mode.</summary>
/// <param name="Reason">Why, in an operator's words. Everybody can read it at <c>/health</c>.</param>
/// <param name="StartedAt">When it began, UTC.</param>
/// <param name="EndsAt">When it ends by itself, UTC.</param>
/// <param name="StartedBy">Who turned it on.</param>
public sealed record DegradedPeriod(string Reason, DateTime StartedAt, DateTime EndsAt, string StartedBy)
{
    /// <summary>The end as text (ISO 8601).</summary>
    public string EndText { get; } = EndsAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

/// <summary>The row of degraded mode.</summary>
internal sealed record DegradedRow
{
    /// <summary>Number of changes so far.</summary>
    public long Revision { get; init; }

    public string? Reason { get; init; }

    public DateTime? StartedAt { get; init; }

    public DateTime? EndsAt { get; init; }

    public string? StartedBy { get; init; }

    /// <summary>Whether the primary responded. A replica may not have the last change yet.</summary>
    public bool IsFromPrimary { get; init; }

    public DegradedPeriod? ToPeriod() => EndsAt is { } end ? new DegradedPeriod(Reason!, StartedAt!.Value, end, StartedBy!) : null;
}
