using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Vintages;

/// <summary>
/// Finds the reports with which a registrant began to present another entity's past as its own: after a reverse merger the accounting
/// acquirer's, after a fresh start the successor's. Such a report gives a balance sheet of a day on which an earlier one differs in every
/// amount. Of earlier days it often gives equity alone, in the statement of equity. The old entity's balance sheets of these days do not
/// count, because one balance sheet must not show two entities.
/// </summary>
internal static class AccountingAcquirer
{
    public static readonly RuleDescription Rule = new(
        "accounting-acquirer",
        "After a reverse merger or fresh start, the equity that the new entity gives for a day replaces the old one's balance sheet.",
        "ASC 805-40-45-1 and -2, ASC 852-10-45-19; Nikola's equity of 2018 is 186.2 million, the 5,000,001 dollars are the shell's.");

    private static readonly string[] Equity = ConceptLists.Get(Rule.Id, "equity");

    /// <summary>The first report of the new entity, for each day for which it gives equity.</summary>
    /// <param name="facts">The registrant's facts.</param>
    /// <param name="roles">The role of each filing.</param>
    /// <param name="balanceSheets">Total assets of each whole balance sheet.</param>
    public static Dictionary<int, int> Find(
        CompanyFacts facts, FilingRole[] roles, Dictionary<(int Filing, int Day), decimal> balanceSheets)
    {
        var reports = FindFirstReports(facts, roles, balanceSheets);
        var days = new Dictionary<int, int>();
        if (reports.Count == 0) return days;
        var columns = facts.Columns;
        foreach (var series in Equity.SelectMany(facts.SeriesIndex.FindAll).Select(index => facts.Series[index]))
        {
            for (var row = series.First; row < series.End; row++)
            {
                if (columns.Start[row] != FactColumns.Instant || roles[columns.Filing[row]] == FilingRole.None) continue;
                foreach (var report in reports)
                    if (columns.Filing[row] >= report && report > days.GetValueOrDefault(columns.End[row], -1))
                        days[columns.End[row]] = report;
            }
        }
        return days;
    }

    private static List<int> FindFirstReports(
        CompanyFacts facts, FilingRole[] roles, Dictionary<(int Filing, int Day), decimal> balanceSheets)
    {
        var reports = new List<int>();
        foreach (var sheets in balanceSheets.Where(sheet => roles[sheet.Key.Filing] != FilingRole.None).GroupBy(sheet => sheet.Key.Day))
        {
            var ordered = sheets.OrderBy(sheet => sheet.Key.Filing).ToList();
            for (var i = 1; i < ordered.Count; i++)
            {
                var ((earlier, _), (later, _)) = (ordered[i - 1].Key, ordered[i].Key);
                if (!Restatement.IsSame(ordered[i - 1].Value, ordered[i].Value) && IsAnotherEntity(facts, earlier, later, sheets.Key))
                    reports.Add(later);
            }
        }
        return reports;
    }

    /// <summary>Whether two filings' amounts of a day have nothing in common. A restatement leaves some nearly as they were.</summary>
    private static bool IsAnotherEntity(CompanyFacts facts, int earlier, int later, int day)
    {
        var (compared, far) = (0, 0);
        foreach (var series in facts.Series)
        {
            if (!ReportingCurrency.IsCurrency(series.Unit)) continue;
            if (FindAmount(facts, series, earlier, day) is not { } before) continue;
            if (FindAmount(facts, series, later, day) is not { } after) continue;
            if (Restatement.IsSame(before, after)) return false;
            compared++;
            if (Math.Abs(before - after) > Thresholds.OtherEntityDifference * Math.Max(Math.Abs(before), Math.Abs(after))) far++;
        }
        return compared >= Thresholds.FewestAmountsOfEntity && far * 2 > compared;
    }

    /// <summary>A filing's amount of a day; null without one, or for zero, which two entities may share.</summary>
    private static decimal? FindAmount(CompanyFacts facts, FactSeries series, int filing, int day)
    {
        var columns = facts.Columns;
        var first = Array.BinarySearch(columns.End, series.First, series.End - series.First, day);
        if (first < 0) return null;
        while (first > series.First && columns.End[first - 1] == day) first--;
        for (var row = first; row < series.End && columns.End[row] == day; row++)
        {
            if (columns.Filing[row] == filing && columns.Start[row] == FactColumns.Instant)
                return columns.Value[row] == 0 ? null : columns.Value[row];
        }
        return null;
    }
}
