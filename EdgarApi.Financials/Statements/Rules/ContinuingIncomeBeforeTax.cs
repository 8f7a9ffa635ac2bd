using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class ContinuingIncomeBeforeTax : RejectionRule
{
    private readonly MetricInput _profit, _tax;

    public ContinuingIncomeBeforeTax() : base(
        "continuing-income-before-tax",
        "Income from continuing operations that the profit lies below by the tax is tagged before tax, so the tax is not added to it.",
        "ASC 205-20-45-3; Sony tags its income before tax as income from continuing operations.") =>
        (_profit, _tax) = (Reads("NetIncomeIncludingNoncontrolling"), Reads("IncomeTax"));

    public override ReasonCode? Reject(in RuleContext context, in Finding finding) =>
        context.Value(_tax) is { } tax and not 0 && context.Value(_profit) == finding.Value - 2 * tax ? ReasonCode.OtherIncome : null;
}
