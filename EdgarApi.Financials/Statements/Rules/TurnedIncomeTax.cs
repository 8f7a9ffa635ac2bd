using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class TurnedIncomeTax : ValueRule
{
    private readonly MetricInput _pretax;
    private readonly string[] _afterTax;

    public TurnedIncomeTax() : base(
        "turned-income-tax",
        "A tax that leads from income before tax to income after tax only with the other sign is turned.",
        "ASC 740-10-45; CenterPoint files a tax of −43 million between 129 million before and 86 million after tax.") =>
        (_pretax, _afterTax) = (ReadsConceptsOf("PretaxIncome"), Concepts("afterTax"));

    public override MetricValue? Find(in RuleContext context, MetricValue? reported)
    {
        if (reported is not { Value: not (null or 0) } tax || context.FromConcepts(_pretax) is not { } before) return null;
        var isProven = false;
        foreach (var concept in _afterTax)
        {
            if (context.FromConcept(concept).Value is not { } after) continue;
            // The sign as filed may already give one of several incomes after tax.
            if (Math.Abs(before.Value - tax.Value!.Value - after) <= Math.Abs(tax.Value.Value)) return null;
            isProven |= Math.Abs(before.Value + tax.Value.Value - after) <= Math.Abs(tax.Value.Value) * Thresholds.ItemsAfterTax;
        }
        return isProven
            ? Derivations.Create(
                context.Definition, context.Period, -tax.Value!.Value, $"−{tax.Source!.Concept}", [new Operand(tax, -1)])
            : null;
    }
}
