using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class GrossProfitOfInsurer : RejectionRule
{
    private readonly MetricInput _benefits;

    public GrossProfitOfInsurer() : base(
        "gross-profit-of-insurer",
        "Revenue less the cost of goods is no gross profit of an insurer, whose policy benefits are costs too.",
        "Regulation S-X 7-04; Cigna's pharmacy costs of 133.8 billion beside medical costs of 36.3.") =>
        _benefits = Reads("PolicyBenefits");

    public override ReasonCode? Reject(in RuleContext context, in Finding finding) =>
        context.Value(_benefits) is > 0 ? ReasonCode.CostsUnknown : null;
}
