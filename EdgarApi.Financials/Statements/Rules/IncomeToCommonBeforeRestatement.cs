using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;
using EdgarApi.Financials.Statements.Quarters;
using EdgarApi.Financials.Statements.Values;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class IncomeToCommonBeforeRestatement : RejectionRule
{
    private readonly MetricInput _netIncome;

    public IncomeToCommonBeforeRestatement() : base(
        "income-to-common-before-restatement",
        "Income to common shareholders of a filing that gives another net income than the later one shown is of before a restatement.",
        "ASC 250-10-45-23; Nikola's reverse merger turned 2019 from a profit into a loss.") => _netIncome = Reads("NetIncome");

    public override ReasonCode? Reject(in RuleContext context, in Finding finding) =>
        finding.Candidate is { } candidate && IsBeforeRestatement(context, candidate) ? ReasonCode.BeforeRestatement : null;

    private bool IsBeforeRestatement(in RuleContext context, Candidate toCommon)
    {
        if (context.Get(_netIncome) is not { Value: { } net, Source: { } source }) return false;
        var model = context.Model;
        var filing = toCommon.Filing(model);
        if (source.Filed <= model.Facts.Filings[filing].Filed) return false;
        if (toCommon.Derivation is { } derivation) return QuarterBeforeRestatement.IsDerivation(derivation);
        var own = NetIncomesOfFiling.Get(model, filing, context.Period, except: model.Facts.GetSeries(toCommon.First.Row));
        return own.Count > 0 && !own.Exists(income => Restatement.IsSame(income, net));
    }
}
