namespace EdgarApi.Financials.FiscalCalendar;

/// <summary>The kinds of period in a response.</summary>
public enum FiscalPeriodKind
{
    /// <summary>A fiscal year of about 52 or 53 weeks or twelve months.</summary>
    Year,

    /// <summary>A fiscal quarter.</summary>
    Quarter,

    /// <summary>The twelve months up to a fiscal quarter's end.</summary>
    TrailingTwelveMonths,

    /// <summary>The time between two fiscal years after a change of the year end.</summary>
    Transition,
}

/// <summary>One period of a company's fiscal calendar, named as the filer names it.</summary>
/// <param name="Kind">Year, quarter, trailing twelve months or transition period.</param>
/// <param name="FiscalYear">The filer's own number of the fiscal year.</param>
/// <param name="Quarter">1 to 4 for a quarter, 0 otherwise.</param>
/// <param name="Start">First day.</param>
/// <param name="End">Last day; the balance sheet date.</param>
public readonly record struct FiscalPeriod(FiscalPeriodKind Kind, int FiscalYear, int Quarter, DateOnly Start, DateOnly End)
{
    /// <summary>Stable key: <c>FY2025</c>, <c>2025Q3</c>, <c>TTM2025-12-27</c>, <c>TP2022-03-31</c>.</summary>
    public string Key => Kind switch
    {
        FiscalPeriodKind.Year => $"FY{FiscalYear}",
        FiscalPeriodKind.Quarter => $"{FiscalYear}Q{Quarter}",
        FiscalPeriodKind.TrailingTwelveMonths => $"TTM{End:yyyy-MM-dd}",
        _ => $"TP{End:yyyy-MM-dd}",
    };

    /// <summary>Display name: <c>FY 2025</c>, <c>Q3 2025</c>, <c>TTM 2025-12-27</c>, <c>Transition to 2022-03-31</c>.</summary>
    public string Label => Kind switch
    {
        FiscalPeriodKind.Year => $"FY {FiscalYear}",
        FiscalPeriodKind.Quarter => $"Q{Quarter} {FiscalYear}",
        FiscalPeriodKind.TrailingTwelveMonths => $"TTM {End:yyyy-MM-dd}",
        _ => $"Transition to {End:yyyy-MM-dd}",
    };

    /// <summary><c>FY</c>, <c>Q1</c> to <c>Q4</c>, <c>TTM</c> or <c>TP</c>.</summary>
    public string Code => Kind switch
    {
        FiscalPeriodKind.Year => "FY",
        FiscalPeriodKind.Quarter => $"Q{Quarter}",
        FiscalPeriodKind.TrailingTwelveMonths => "TTM",
        _ => "TP",
    };

    /// <summary>A hash of the end and the kind, which differ between the periods of a company.</summary>
    public override int GetHashCode() => (End.DayNumber << 2) + (int)Kind;

    /// <summary>Days covered, both ends included.</summary>
    public int Days => End.DayNumber - Start.DayNumber + 1;

    /// <summary>
    /// Whether this is the same period as a later one, some years before: as long, and ending whole years earlier, each within 15 days.
    /// After a change of the year's end that may be a quarter with another number, or the transition period.
    /// </summary>
    public bool IsYearsBefore(FiscalPeriod later, int years) =>
        Math.Abs(later.Days - Days) <= Thresholds.SameDayOfYearDays
        && Math.Abs(later.End.DayNumber - End.DayNumber - years * Thresholds.DaysPerYear)
            <= Thresholds.SameDayOfYearDays + Thresholds.PartOfLeapDay;
}
