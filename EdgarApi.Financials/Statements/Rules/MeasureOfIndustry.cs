using EdgarApi.Financials.Statements.Pipeline;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class MeasureOfIndustry : ValueRule
{
    private static readonly string[] Families = [BankBridge.Family, "insurer"];

    public MeasureOfIndustry() : base(
        "measure-of-industry",
        "EBITDA, working capital and invested capital measure neither banks nor insurers: interest and borrowed money are their business.",
        "SEC C&DI on non-GAAP measures 103.01 on EBITDA; Regulation S-X 9-03 and 7-03: their balance sheets have no current items.")
    {
    }

    public override MetricValue? Find(in RuleContext context, MetricValue? reported) =>
        context.Model.Families.Overlaps(Families) ? MetricValue.Missing(ReasonCode.NotMeaningful) : null;
}
