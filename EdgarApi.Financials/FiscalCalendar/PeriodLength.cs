namespace EdgarApi.Financials.FiscalCalendar;

/// <summary>
/// Classifies periods by their days, first and last included. Quarters of 12 to 17 weeks and years of 52 or 53 weeks vary around the
/// calendar's.
/// </summary>
internal static class PeriodLength
{
    public static bool IsQuarter(int days) => days is >= Thresholds.ShortestQuarter and <= Thresholds.LongestQuarter;

    public static bool IsYear(int days) => days is >= Thresholds.ShortestYear and <= Thresholds.LongestYear;

    /// <summary>Whether it may be the first fiscal year of a company that was founded within the year.</summary>
    public static bool IsFirstYear(int days) => days is >= Thresholds.ShortestFirstYear and < Thresholds.ShortestYear;
}
