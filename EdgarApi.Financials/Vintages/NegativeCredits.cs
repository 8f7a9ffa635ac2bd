using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Vintages;

/// <summary>
/// Finds balance sheets whose filing gives credit balances as negative amounts, as a ledger does. Their total of liabilities and equity is
/// minus their assets.
/// </summary>
internal static class NegativeCredits
{
    public static readonly RuleDescription Rule = new(
        "credits-are-positive",
        "Liabilities and equity count with the opposite sign in a balance sheet in which their total is minus its assets.",
        "Regulation S-X 5-02; Entergy's amended report of 2009Q2 gives the total of liabilities and equity as −36,485 million.");

    private static readonly string[] Assets = ConceptLists.Get(Rule.Id, "assets"), Claims = ConceptLists.Get(Rule.Id, "claims"),
        Credits = ConceptLists.Get(Rule.Id, "credits");

    /// <summary>Adds the rows that count with the opposite sign.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="turned">Receives the rows.</param>
    public static void AddTo(CompanyFacts facts, HashSet<int> turned)
    {
        var columns = facts.Columns;
        foreach (var series in Claims.SelectMany(facts.SeriesIndex.FindAll).Select(index => facts.Series[index]))
        {
            // Almost no filer has such a sheet.
            if (!columns.Value.AsSpan(series.First, series.Count).ContainsAnyInRange(decimal.MinValue, -Thresholds.Negligible)) continue;
            for (var claims = series.First; claims < series.End; claims++)
            {
                var value = columns.Value[claims];
                if (value >= 0 || !OnSheet(facts, Assets, claims).Any(assets => columns.Value[assets] == -value)) continue;
                turned.Add(claims);
                turned.UnionWith(OnSheet(facts, Credits, claims));
            }
        }
    }

    /// <summary>The rows of concepts with the filing and the day of a row.</summary>
    private static IEnumerable<int> OnSheet(CompanyFacts facts, string[] concepts, int row)
    {
        var columns = facts.Columns;
        return from index in concepts.SelectMany(facts.SeriesIndex.FindAll)
            let series = facts.Series[index]
            from other in Enumerable.Range(series.First, series.Count)
            where columns.Filing[other] == columns.Filing[row] && columns.End[other] == columns.End[row]
            select other;
    }
}
