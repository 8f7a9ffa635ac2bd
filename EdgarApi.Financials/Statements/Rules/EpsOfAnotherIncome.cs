using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class EpsOfAnotherIncome : RejectionRule
{
    private readonly MetricInput _netIncome, _toCommon;

    public EpsOfAnotherIncome() : base(
        "eps-of-another-income",
        "A loss per share beside a profit, before and after preferred dividends, belongs to another income, and the other way round.",
        "ASC 260-10-45-10; a table of quarters may be of continuing operations.") =>
        (_netIncome, _toCommon) = (Reads("NetIncome"), Reads("NetIncomeToCommon"));

    public override ReasonCode? Reject(in RuleContext context, in Finding finding) =>
        context.Value(_netIncome) is { } income && context.Value(_toCommon) is { } toCommon
        && Math.Sign(income) == Math.Sign(toCommon) && Math.Sign(income) * Math.Sign(finding.Value) < 0 ? ReasonCode.OtherIncome : null;
}
