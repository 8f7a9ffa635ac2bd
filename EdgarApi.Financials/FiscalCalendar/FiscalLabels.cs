using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements.Rules;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.FiscalCalendar;

/// <summary>
/// Names fiscal years as the filer does: by the <c>fy</c> of the annual report in which the year is the newest. Some reports have a wrong
/// one, so a run of years between two changes of the year end is numbered through, starting from the number on which its newest reports
/// agree.
/// </summary>
internal static class FiscalLabels
{
    public static readonly RuleDescription Rule = new(
        "fiscal-year-names",
        "A fiscal year has the filer's own name, the fy of the annual report in which it is the newest year; names run on by one a year.",
        "Annual reports' dei:DocumentFiscalYearFocus; NVIDIA tags two years as 2010, Home Depot's 2025 ends in February 2026.");

    /// <summary>Sets the labels in place; years run oldest first.</summary>
    public static void Assign(List<FiscalYear> years, List<YearAnchor> anchors)
    {
        var first = 0;
        for (var i = 0; i <= years.Count; i++)
        {
            if (i < years.Count && !years[i].IsTransition) continue;
            NumberThrough(years, first, i, anchors);
            first = i + 1;
        }
        for (var i = 0; i < years.Count; i++)
            if (years[i].IsTransition) years[i] = years[i] with { Label = i > 0 ? years[i - 1].Label + 1 : years[i + 1].Label - 1 };
    }

    /// <summary>The <c>fy</c> of the newest interim report, for a filer without an annual report.</summary>
    public static int? FromInterimReports(FactView view)
    {
        for (var i = view.Roles.Length - 1; i >= 0; i--)
            if (view.Roles[i] == FilingRole.Interim && view.Facts.Filings[i].FiscalYear is { } year) return year;
        return null;
    }

    private static void NumberThrough(List<FiscalYear> years, int first, int end, List<YearAnchor> anchors)
    {
        if (first >= end) return;
        var offsets = new List<int>();
        for (var i = end - 1; i >= first && offsets.Count < Thresholds.FiscalYearVoters; i--)
            if (anchors.Find(anchor => anchor.End == years[i].End)?.FiscalYear is { } tag) offsets.Add(tag - Ordinal(years, first, i));
        var newest = years[end - 1];
        var offset = offsets.Count > 0
            ? offsets.GroupBy(o => o).OrderByDescending(group => group.Count()).ThenBy(group => offsets.IndexOf(group.Key)).First().Key
            : DateOnly.FromDayNumber(newest.End).Year - Ordinal(years, first, end - 1);
        for (var i = first; i < end; i++) years[i] = years[i] with { Label = offset + Ordinal(years, first, i) };
    }

    /// <summary>Years since the first of the run; larger than the position if years in between are not on file.</summary>
    private static int Ordinal(List<FiscalYear> years, int first, int index) =>
        (int)Math.Round((years[index].End - years[first].End) / Thresholds.DaysPerYear, MidpointRounding.AwayFromZero);
}
