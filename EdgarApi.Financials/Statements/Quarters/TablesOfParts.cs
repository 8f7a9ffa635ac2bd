using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Rules;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements.Quarters;

/// <summary>
/// Finds tables of quarters in annual reports that give revenue in parts, each under another concept, without a total: none of them adds up
/// to the year in the same report. No part is the quarter's revenue, not even the largest.
/// </summary>
internal static class TablesOfParts
{
    private const int Quarters = 4;

    public static readonly RuleDescription Rule = new(
        "tables-of-parts",
        "A quarterly table does not count if it splits revenue into parts and no part adds up to the fiscal year in its own report.",
        "Regulation S-K 302(a); General Electric's goods and services beside financial services.");

    private readonly record struct Amount(int Series, int Row, int Start, int End, decimal Value)
    {
        public int Days => End - Start + 1;
    }

    /// <summary>The rows of such tables.</summary>
    /// <param name="model">The company.</param>
    /// <param name="definition">A metric whose stage picks the largest concept.</param>
    public static HashSet<int> Find(FinancialModel model, MetricDefinition definition)
    {
        var parts = new HashSet<int>();
        foreach (var report in AnnualReports(model, definition).Values)
            foreach (var year in report.FindAll(amount => PeriodLength.IsYear(amount.Days)).GroupBy(amount => (amount.Start, amount.End)))
                AddParts(report, year.Key.Start, year.Key.End, [.. year.Select(amount => amount.Value)], parts);
        return parts;
    }

    private static void AddParts(List<Amount> report, int start, int end, List<decimal> totals, HashSet<int> parts)
    {
        var tables = report
            .FindAll(amount => PeriodLength.IsQuarter(amount.Days)
                && amount.Start >= start - FactView.Tolerance && amount.End <= end + FactView.Tolerance)
            .GroupBy(amount => amount.Series).Where(table => table.Count() == Quarters).ToList();
        if (tables.Count < 2 || tables.Exists(table => AddsUp(table.Sum(amount => amount.Value), totals))) return;
        foreach (var table in tables) parts.UnionWith(table.Select(amount => amount.Row));
    }

    /// <summary>Whether a table's sum is one of the year's totals, or larger than all of them, so that it is not a part.</summary>
    private static bool AddsUp(decimal sum, List<decimal> totals) =>
        totals.Exists(total => Math.Abs(total - sum) <= total * Thresholds.TableOfQuartersRounding)
            || totals.TrueForAll(total => sum > total);

    private static Dictionary<int, List<Amount>> AnnualReports(FinancialModel model, MetricDefinition definition)
    {
        var reports = new Dictionary<int, List<Amount>>();
        var columns = model.Facts.Columns;
        foreach (var term in definition.Concepts!.Tiers[0])
        {
            var index = model.Index.Find(term.Concept, model.GetUnit(definition.Metric));
            if (index < 0) continue;
            for (var row = model.Facts.Series[index].First; row < model.Facts.Series[index].End; row++)
            {
                var filing = columns.Filing[row];
                if (model.View.Roles[filing] != FilingRole.Annual) continue;
                if (!reports.TryGetValue(filing, out var report)) reports.Add(filing, report = []);
                report.Add(new Amount(index, row, columns.Start[row], columns.End[row], columns.Value[row]));
            }
        }
        return reports;
    }
}
