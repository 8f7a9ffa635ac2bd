using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class GrossProfitOfPart : RejectionRule
{
    private readonly MetricInput _revenue, _cost, _operatingIncome, _overhead, _research;

    public GrossProfitOfPart() : base(
        "gross-profit-of-part",
        "Gross profit of one revenue line is not the company's: operating income and the expenses above it decide.",
        "Regulation S-X 5-03; Costco reports merchandise and membership fees as separate revenue lines.")
    {
        (_revenue, _cost) = (Reads("Revenue"), Reads("CostOfRevenue"));
        // Operating income's formula starts from gross profit.
        (_operatingIncome, _overhead) = (ReadsReported("OperatingIncome"), Reads("SellingGeneralAdministrative"));
        _research = Reads("ResearchAndDevelopment");
    }

    public override ReasonCode? Reject(in RuleContext context, in Finding finding)
    {
        if (context.Value(_revenue) is not { } revenue || context.Value(_cost) is not { } cost) return null;
        if (Math.Abs(revenue - cost - finding.Value) <= revenue * Thresholds.GrossProfitItems) return null;
        if (context.Value(_operatingIncome) is not { } operating || context.Value(_overhead) is not { } overhead) return null;
        var needed = operating + overhead + (context.Value(_research) ?? 0);
        return Math.Abs(revenue - cost - needed) < Math.Abs(finding.Value - needed) ? ReasonCode.PartOfRevenue : null;
    }
}
