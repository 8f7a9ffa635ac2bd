using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class GainsOfInsurer : RejectionRule
{
    private readonly MetricInput _realizedGains;

    public GainsOfInsurer() : base(
        "gains-of-insurer",
        "An insurer's gains on investments are a part of its revenue and have a line of their own there.",
        "Regulation S-X 7-04.3; MetLife's investment losses of 7,772 million in 2009 are a line of its revenues.") =>
        _realizedGains = Reads("RealizedGains");

    public override ReasonCode? Reject(in RuleContext context, in Finding finding) =>
        context.Value(_realizedGains) is not null ? ReasonCode.NotMeaningful : null;
}
