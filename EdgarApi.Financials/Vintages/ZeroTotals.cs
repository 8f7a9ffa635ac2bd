using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Vintages;

/// <summary>Finds balance sheet totals of zero at dates at which other filings give an amount.</summary>
internal static class ZeroTotals
{
    public static readonly RuleDescription Rule = new(
        "zero-totals",
        "A balance sheet total of zero is an empty cell of a table if another filing gives an amount at the same date.",
        "Regulation S-X 5-02; roll-forwards tag empty cells as totals of zero.");

    private static readonly string[] Totals = ConceptLists.Get(Rule.Id, "totals");

    public static IEnumerable<int> Find(CompanyFacts facts, FilingRole[] roles)
    {
        var columns = facts.Columns;
        foreach (var series in Totals.SelectMany(facts.SeriesIndex.FindAll).Select(i => facts.Series[i]))
            for (var row = series.First; row < series.End; row++)
                if (columns.Value[row] == 0 && HasAmountElsewhere(facts, roles, series, row)) yield return row;
    }

    private static bool HasAmountElsewhere(CompanyFacts facts, FilingRole[] roles, FactSeries series, int row)
    {
        var columns = facts.Columns;
        for (var other = series.First; other < series.End; other++)
            if (columns.End[other] == columns.End[row] && columns.Value[other] != 0 && roles[columns.Filing[other]] != FilingRole.None)
                return true;
        return false;
    }
}
