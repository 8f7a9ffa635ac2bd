namespace EdgarApi.Financials.FiscalCalendar;

/// <summary>A fiscal year, or the transition between two, with the ends of its quarters. Days are day numbers.</summary>
/// <param name="Label">The filer's own number of the year.</param>
/// <param name="Start">First day.</param>
/// <param name="End">Last day; for the current year the expected one.</param>
/// <param name="IsReported">Whether an annual report covers it; false for the current year.</param>
/// <param name="IsTransition">Whether it is a transition period.</param>
internal sealed record FiscalYear(int Label, int Start, int End, bool IsReported, bool IsTransition)
{
    /// <summary>Texts that are needed for every metric; a lost race only repeats work.</summary>
    private readonly string?[] _differences = new string?[4];

    /// <summary>Ends of the quarters, 0 where unknown; the fourth is known if the year is reported.</summary>
    public int[] QuarterEnds { get; init; } = [0, 0, 0, 0];

    public int QuarterStart(int quarter) => quarter == 1 ? Start : QuarterEnds[quarter - 2] == 0 ? 0 : QuarterEnds[quarter - 2] + 1;

    /// <summary>The quarter's period; null if its start or end is unknown.</summary>
    public FiscalPeriod? Quarter(int quarter)
    {
        int start = QuarterStart(quarter), end = QuarterEnds[quarter - 1];
        return start == 0 || end == 0 || end < start ? null
            : new FiscalPeriod(FiscalPeriodKind.Quarter, Label, quarter, DateOnly.FromDayNumber(start), DateOnly.FromDayNumber(end));
    }

    /// <summary>How a quarter is derived as a difference: <c>9M2025 − 6M2025</c>.</summary>
    public string GetDifference(int quarter) =>
        _differences[quarter - 1] ??= $"{NameToDate(quarter)}{Label} − {NameToDate(quarter - 1)}{Label}";

    /// <summary>How a first quarter is derived from a half year: <c>6M2025 − 2025Q2</c>.</summary>
    public string GetRestOfHalf() => _differences[0] ??= $"6M{Label} − {Label}Q2";

    /// <summary>The name of a year to date without its year: <c>9M</c> for three quarters, <c>FY</c> for four.</summary>
    public static string NameToDate(int quarter) => quarter == 4 ? "FY" : $"{quarter * 3}M";

    public FiscalPeriod Period => new(
        IsTransition ? FiscalPeriodKind.Transition : FiscalPeriodKind.Year, Label, 0,
        DateOnly.FromDayNumber(Start), DateOnly.FromDayNumber(End));
}
