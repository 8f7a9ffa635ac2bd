using EdgarApi.Financials.Facts;

namespace EdgarApi.Financials.Vintages;

/// <summary>Balance sheet totals of nothing, of a date at which other filings give an amount: an empty cell of a table, and no restatement.</summary>
internal static class EmptyTotals
{
    private static readonly string[] Totals =
        ["us-gaap:Assets", "us-gaap:LiabilitiesAndStockholdersEquity", "us-gaap:Liabilities", "ifrs-full:Assets", "ifrs-full:EquityAndLiabilities", "ifrs-full:Liabilities"];

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
