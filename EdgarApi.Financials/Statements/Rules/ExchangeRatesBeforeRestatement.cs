using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Values;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements.Rules;

/// <summary>
/// The effect of exchange rates is a line that a restated statement of cash flows may not have any more, after a disposal of the business abroad or a
/// reverse merger. Then the one on file is of the earlier statement: operating cash flow was restated by filings that do not give it.
/// </summary>
internal static class ExchangeRatesBeforeRestatement
{
    public const string Reason = "the restated statement has none";

    public static bool Is(PeriodValues values, FinancialModel model, MetricDefinition definition, Candidate effect)
    {
        var unused = "";
        if (values.FromConcepts(MetricCatalog.Definition("OperatingCashFlow"), ref unused) is not { } leading) return false;
        var columns = model.Facts.Columns;
        CandidateRow[] rows = [effect.First, .. effect.Others];
        foreach (var candidate in (CandidateRow[])[leading.First, .. leading.Others])
        {
            var row = candidate.Row;
            var own = Array.Find(rows, other => columns.Start[other.Row] == columns.Start[row] && columns.End[other.Row] == columns.End[row]);
            if (own != default && IsRestatedWithout(model, definition, row)) return true;
        }
        return false;
    }

    private static bool IsRestatedWithout(FinancialModel model, MetricDefinition definition, int row)
    {
        var columns = model.Facts.Columns;
        var vintages = model.View.Vintages(model.Facts.SeriesOf(row), columns.Start[row], columns.End[row]);
        if (Restatement.IsSame(columns.Value[vintages[0]], columns.Value[row])) return false;
        var since = columns.Filing[vintages.Find(vintage => Restatement.IsSame(columns.Value[vintage], columns.Value[row]))];
        foreach (var concept in definition.Tiers.SelectMany(tier => tier))
            if (model.Index.Find(concept.Concept, model.Currency) is >= 0 and var series
                && model.View.Vintages(series, columns.Start[row], columns.End[row]).Exists(vintage => columns.Filing[vintage] >= since)) return false;
        return true;
    }
}
