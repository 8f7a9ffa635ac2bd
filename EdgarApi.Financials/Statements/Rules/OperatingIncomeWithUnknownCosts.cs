using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class OperatingIncomeWithUnknownCosts : RejectionRule
{
    private readonly MetricInput _pretax, _revenue, _interest;

    public OperatingIncomeWithUnknownCosts() : base(
        "operating-income-with-unknown-costs",
        "Gross profit less overhead is operating income only if little but interest lies between it and income before tax.",
        "Regulation S-X 5-03, IAS 1.82; other costs may have a filer's own concepts, which company facts leave out.") =>
        (_pretax, _revenue, _interest) = (Reads("PretaxIncome"), Reads("Revenue"), Reads("InterestExpense"));

    public override ReasonCode? Reject(in RuleContext context, in Finding finding)
    {
        if (context.Value(_pretax) is not { } pretax || context.Value(_revenue) is not { } revenue) return null;
        var nonoperating = Math.Abs(pretax - finding.Value + (context.Value(_interest) ?? 0));
        return nonoperating <= Thresholds.NonoperatingItems * revenue ? null : ReasonCode.CostsUnknown;
    }
}
