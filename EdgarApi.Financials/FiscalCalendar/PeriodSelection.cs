namespace EdgarApi.Financials.FiscalCalendar;

/// <summary>Selects periods by their end, counted back from the newest.</summary>
/// <param name="Count">Maximum number of periods, at least 1.</param>
/// <param name="From">Earliest end; null for no bound.</param>
/// <param name="To">Latest end; null for no bound.</param>
public readonly record struct PeriodSelection(int Count, DateOnly? From = null, DateOnly? To = null)
{
    /// <summary>The newest periods.</summary>
    public static implicit operator PeriodSelection(int count) => new(count);

    /// <summary>Whether the bounds contain the period's end.</summary>
    public bool Contains(FiscalPeriod period) => !(period.End < From) && !(period.End > To);
}

/// <summary>The selected periods, newest first.</summary>
/// <param name="Periods">At most as many as selected.</param>
/// <param name="HasOlder">Whether the bounds contain an older period.</param>
internal readonly record struct PeriodPage(List<FiscalPeriod> Periods, bool HasOlder)
{
    /// <summary>Selects among the periods that have a value.</summary>
    /// <param name="newestFirst">Periods of a calendar.</param>
    /// <param name="selection">Bounds and number.</param>
    /// <param name="hasValue">Whether the response would show a value for the period.</param>
    public static PeriodPage Select(
        IReadOnlyList<FiscalPeriod> newestFirst, PeriodSelection selection, Func<FiscalPeriod, bool> hasValue)
    {
        var periods = new List<FiscalPeriod>(Math.Min(selection.Count, newestFirst.Count));
        foreach (var period in newestFirst)
        {
            if (!selection.Contains(period) || !hasValue(period)) continue;
            if (periods.Count == selection.Count) return new(periods, HasOlder: true);
            periods.Add(period);
        }
        return new(periods, HasOlder: false);
    }
}
