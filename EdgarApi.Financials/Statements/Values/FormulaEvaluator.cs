using System.Text;
using EdgarApi.Financials.Metrics;

namespace EdgarApi.Financials.Statements.Values;

/// <summary>Computes a metric from others by a formula of the catalog.</summary>
internal static class FormulaEvaluator
{
    private const int RatioDecimals = 4;

    /// <summary>The value, or null when a term that may not be missing is.</summary>
    public static MetricValue? Evaluate(PeriodValues values, FinancialModel model, MetricDefinition definition, Formula formula)
    {
        var operands = new List<Operand>(formula.Terms.Length);
        var derivation = new StringBuilder();
        foreach (var term in formula.Terms)
        {
            var operand = term.Metric >= 0 ? values.Get(MetricCatalog.Definition(term.Name)) : OfConcepts(values, model, definition, term.Concepts);
            if (operand.Value is null)
            {
                if (term.IsOptional) continue;
                return null;
            }
            // What is said is what was done: terms that are missing are not named.
            derivation.Append(formula.IsQuotient && operands.Count == 1 ? " ÷ " : operands.Count > 0 ? term.Sign < 0 ? " − " : " + " : term.Sign < 0 ? "−" : "");
            derivation.Append(term.Metric >= 0 ? term.Name : operand.Source!.Concept);
            operands.Add(new Operand(operand, term.Sign));
        }
        if (operands.Count == 0) return null;
        // What cannot be negative was not derived from pieces that belong together.
        if (definition.Nonnegative && operands.Exists(operand => operand.Value is { Value: < 0, Source.Derivation: not null })) return null;
        if (formula.IsQuotient) return Quotient(values, definition, derivation.ToString(), operands[0].Value, operands[1].Value);
        if (operands is [{ Weight: 1 } only]) return only.Value;
        return Derivations.Of(definition, values.Period, operands.Sum(operand => operand.Weight * operand.Value.Value!.Value), derivation.ToString(), operands);
    }

    private static MetricValue OfConcepts(PeriodValues values, FinancialModel model, MetricDefinition definition, string[] concepts)
    {
        var value = MetricValue.Missing("not reported");
        foreach (var concept in concepts)
            if ((value = OfConcept(values, model, definition, concept)).Value is not null) break;
        return value;
    }

    /// <summary>A loss before tax, or none, makes a quotient without meaning.</summary>
    private static MetricValue? Quotient(PeriodValues values, MetricDefinition definition, string derivation, MetricValue dividend, MetricValue divisor) =>
        divisor.Value is not > 0 ? null : Derivations.Quotient(
            definition, values.Period, Math.Round(dividend.Value!.Value / divisor.Value.Value, RatioDecimals), derivation, dividend, divisor);

    public static MetricValue OfConcept(PeriodValues values, FinancialModel model, MetricDefinition definition, string concept)
    {
        var reason = "not reported";
        var finder = new ConceptFinder(model, definition, new ConceptTerm(concept, 1));
        return finder.Find(values.Period, ref reason) is { } candidate ? candidate.ToValue(model, definition, values.Period) : MetricValue.Missing(reason);
    }
}
