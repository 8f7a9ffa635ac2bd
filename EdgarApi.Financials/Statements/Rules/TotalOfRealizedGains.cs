using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class TotalOfRealizedGains : RejectionRule
{
    private readonly MetricInput _realizedGains;

    public TotalOfRealizedGains() : base(
        "total-of-realized-gains",
        "Other realized gains that equal all realized gains of the period are the total, tagged a second time.",
        "Regulation S-X 7-04.3; Progressive's −1,445.1 million in 2008 are the total, its 67.9 million beside 27.1 in 2009 are not.") =>
        _realizedGains = Reads("RealizedGains");

    public override ReasonCode? Reject(in RuleContext context, in Finding finding) =>
        context.Value(_realizedGains) == finding.Value ? ReasonCode.NotReported : null;
}
