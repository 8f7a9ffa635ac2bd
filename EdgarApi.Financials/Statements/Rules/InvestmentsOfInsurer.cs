using EdgarApi.Financials.Statements.Pipeline;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class InvestmentsOfInsurer : ValueRule
{
    private readonly string _total;

    public InvestmentsOfInsurer() : base(
        "investments-of-insurer",
        "Long-term investments of an insurer are its total investments; those under the equity method are only a part.",
        "Regulation S-X 7-03.1; Atlantic American's investments of 229.0 million, 1.2 of them at equity.") =>
        _total = Concept("total");

    public override MetricValue? Find(in RuleContext context, MetricValue? reported) =>
        context.Model.Families.Contains("insurer") && context.FromConcept(_total) is { Value: not null } total ? total : null;
}
