using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Vintages;

/// <summary>Balance sheet totals of nothing, of a date at which other filings give an amount: an empty cell of a table, and no restatement.</summary>
internal static class EmptyTotals
{
    public static readonly RuleDescription Rule = new(
        "empty-totals",
        "A balance sheet total of zero does not count where another filing gives an amount at the same date: it is an empty cell of a table.",
        "Regulation S-X 5-02; roll-forwards tag empty cells as totals of zero.");

    private static readonly string[] Totals = ConceptLists.Get(Rule.Id, "totals");

    public static IEnumerable<int> Find(CompanyFacts facts, FilingRole[] roles)
    {
        var columns = facts.Columns;
        foreach (var series in Totals.SelectMany(facts.SeriesIndex.Of).Select(i => facts.Series[i]))
            for (var row = series.First; row < series.End; row++)
                if (columns.Value[row] == 0 && IsElsewhere(facts, roles, series, row)) yield return row;
    }

    private static bool IsElsewhere(CompanyFacts facts, FilingRole[] roles, FactSeries series, int row)
    {
        var columns = facts.Columns;
        for (var other = series.First; other < series.End; other++)
            if (columns.End[other] == columns.End[row] && columns.Value[other] != 0 && roles[columns.Filing[other]] != FilingRole.None) return true;
        return false;
    }
}
