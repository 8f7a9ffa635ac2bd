namespace EdgarApi.Financials.Facts;

/// <summary>The period of a fact: a duration with a start, or an instant without.</summary>
/// <param name="Start">First day of a duration; null for an instant.</param>
/// <param name="End">Last day of a duration, or the day of an instant.</param>
public readonly record struct FactPeriod(DateOnly? Start, DateOnly End)
{
    /// <summary>Whether this is a point in time, as balance sheet facts have.</summary>
    public bool IsInstant => Start is null;

    /// <summary>Days covered, both ends included; 0 for an instant.</summary>
    public int Days => Start is { } start ? End.DayNumber - start.DayNumber + 1 : 0;
}
