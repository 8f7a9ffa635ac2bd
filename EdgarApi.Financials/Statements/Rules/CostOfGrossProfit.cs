using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class CostOfGrossProfit : ValueRule
{
    private readonly MetricInput _revenue, _grossProfit, _operatingIncome, _overhead, _research;
    private readonly string _goods, _services;

    public CostOfGrossProfit() : base(
        "cost-of-gross-profit",
        "Cost of goods and cost of services are parts if their sum, or else revenue less reported gross profit, is the cost of revenue.",
        "Regulation S-X 5-03.2; AAR's cost of goods of 840.5 million beside its cost of services of 613.2.")
    {
        _revenue = Reads("Revenue");
        // Gross profit's own rule and operating income's formula start from cost.
        (_grossProfit, _operatingIncome) = (ReadsConceptsOf("GrossProfit"), ReadsConceptsOf("OperatingIncome"));
        (_overhead, _research) = (Reads("SellingGeneralAdministrative"), Reads("ResearchAndDevelopment"));
        (_goods, _services) = (Concept("goods"), Concept("services"));
    }

    public override MetricValue? Find(in RuleContext context, MetricValue? reported)
    {
        if (reported is not { Value: { } cost, Source: { } source }) return null;
        if (context.Get(_revenue) is not { Value: { } revenue, Source: { } revenueSource } total) return null;
        if (context.FromConcepts(_grossProfit) is not { } candidate) return null;
        var profit = candidate.ToValue(context.Model, _grossProfit.Definition, context.Period);
        // The three fit together only within one filing's statement.
        if (profit.Source!.Accession != source.Accession || profit.Source.Accession != revenueSource.Accession) return null;
        var needed = revenue - candidate.Value;
        if (Math.Abs(needed - cost) <= Math.Abs(revenue) * Thresholds.GrossProfitItems) return null;
        if (!IsOfAll(context, candidate.Value, revenue - cost)) return null;
        MetricValue goods = context.FromConcept(_goods), services = context.FromConcept(_services);
        var rounding = Thresholds.UnitsOfSum * context.Model.Precision.GetUnit(source.Accession);
        if (goods.Value + services.Value is { } sum && Math.Abs(sum - needed) <= rounding)
            return Derivations.Sum(
                context.Definition, context.Period, [goods, services], $"{goods.Source!.Concept} + {services.Source!.Concept}");
        return Derivations.Create(
            context.Definition, context.Period, needed, $"{_revenue.Metric} − {_grossProfit.Metric}",
            [new Operand(total), new Operand(profit, -1)]);
    }

    /// <summary>
    /// Whether reported gross profit is nearer to operating income and the expenses above it than revenue less cost. Otherwise it is of one
    /// revenue line.
    /// </summary>
    private bool IsOfAll(in RuleContext context, decimal profit, decimal computed)
    {
        if (context.FromConcepts(_operatingIncome)?.Value is not { } operating || context.Value(_overhead) is not { } overhead) return true;
        var needed = operating + overhead + (context.Value(_research) ?? 0);
        return Math.Abs(profit - needed) <= Math.Abs(computed - needed);
    }
}
