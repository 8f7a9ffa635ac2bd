using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;
using EdgarApi.Financials.Statements.Values;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class ExchangeRatesBeforeRestatement : RejectionRule
{
    private readonly MetricInput _operatingCashFlow;

    public ExchangeRatesBeforeRestatement() : base(
        "exchange-rates-before-restatement",
        "The effect of exchange rates is of the earlier statement if operating cash flow was restated by filings that no longer give it.",
        "ASC 230-10-45-1, ASC 205-20; Herc's statements after the spin-off have no business abroad.") =>
        _operatingCashFlow = ReadsConceptsOf("OperatingCashFlow");

    public override ReasonCode? Reject(in RuleContext context, in Finding finding) =>
        finding.Candidate is { } candidate && IsOfEarlierStatement(context, candidate) ? ReasonCode.NotInRestatedStatement : null;

    private bool IsOfEarlierStatement(in RuleContext context, Candidate effect)
    {
        if (context.FromConcepts(_operatingCashFlow) is not { } leading) return false;
        var columns = context.Model.Facts.Columns;
        CandidateRow[] rows = [effect.First, .. effect.Others];
        foreach (var candidate in (CandidateRow[])[leading.First, .. leading.Others])
        {
            var row = candidate.Row;
            var own = Array.Find(
                rows, other => columns.Start[other.Row] == columns.Start[row] && columns.End[other.Row] == columns.End[row]);
            if (own != default && IsRestatedWithout(context, row)) return true;
        }
        return false;
    }

    private static bool IsRestatedWithout(in RuleContext context, int row)
    {
        var (model, columns) = (context.Model, context.Model.Facts.Columns);
        var vintages = model.View.Vintages(model.Facts.GetSeries(row), columns.Start[row], columns.End[row]);
        if (Restatement.IsSame(columns.Value[vintages[0]], columns.Value[row])) return false;
        var since = int.MaxValue;
        foreach (var vintage in vintages)
            if (Restatement.IsSame(columns.Value[vintage], columns.Value[row])) since = Math.Min(since, columns.Filing[vintage]);
        foreach (var term in context.Definition.Terms)
        {
            if (model.Index.Find(term.Concept, model.Currency) is not (>= 0 and var series)) continue;
            var own = model.View.Vintages(series, columns.Start[row], columns.End[row]);
            if (own.Count > 0 && columns.Filing[own[own.Count - 1]] >= since) return false;
        }
        return true;
    }
}
