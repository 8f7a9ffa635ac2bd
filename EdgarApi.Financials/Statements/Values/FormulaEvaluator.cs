using System.Text;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;

namespace EdgarApi.Financials.Statements.Values;

/// <summary>Computes a metric from others by formulas of the catalog.</summary>
internal static class FormulaEvaluator
{
    /// <summary>The value of the first formula whose required terms all have values; null if no formula has all of them.</summary>
    public static MetricValue? EvaluateFirst(in RuleContext context, Formula[] formulas)
    {
        foreach (var formula in formulas)
            if (Evaluate(context, formula) is { } value) return value;
        return null;
    }

    private static MetricValue? Evaluate(in RuleContext context, Formula formula)
    {
        var operands = new List<Operand>(formula.Terms.Length);
        var derivation = new StringBuilder();
        foreach (var term in formula.Terms)
        {
            var operand = term.Metric is { } metric ? context.Get(metric) : FromFirstConcept(context, term.Concepts);
            if (operand.Value is null)
            {
                if (term.IsOptional) continue;
                return null;
            }
            // The derivation shows what was done: it leaves out terms that are missing.
            derivation.Append(operands.Count == 0 ? term.Sign < 0 ? "−" : "" : formula.IsQuotient ? " ÷ " : term.Sign < 0 ? " − " : " + ");
            derivation.Append(term.Metric?.Metric ?? operand.Source!.Concept);
            operands.Add(new Operand(operand, term.Sign));
        }
        if (operands.Count == 0) return null;
        // A metric that is never negative has a negative difference among its operands if they are on different bases.
        if (context.Definition.Nonnegative && operands.Exists(operand => operand.Value is { Value: < 0, Source.Derivation: not null }))
            return null;
        if (formula.IsQuotient) return Divide(context, derivation.ToString(), operands[0].Value, operands[1].Value);
        if (operands is [{ Weight: 1 } only]) return only.Value;
        return Derivations.Create(
            context.Definition, context.Period, operands.Sum(operand => operand.Weight * operand.Value.Value!.Value),
            derivation.ToString(), operands);
    }

    private static MetricValue FromFirstConcept(in RuleContext context, string[] concepts)
    {
        foreach (var concept in concepts)
            if (context.FromConcept(concept) is { Value: not null } value) return value;
        return MetricValue.Missing(ReasonCode.NotReported);
    }

    /// <summary>A quotient has no meaning unless the divisor is positive: a loss before tax has no tax rate.</summary>
    private static MetricValue? Divide(in RuleContext context, string derivation, MetricValue dividend, MetricValue divisor) =>
        divisor.Value is not > 0 ? null : Derivations.CreateQuotient(
            context.Definition, context.Period, Math.Round(dividend.Value!.Value / divisor.Value.Value, Thresholds.RatioDecimals),
            derivation, dividend, divisor);

    /// <summary>The value of one concept for a period, in the unit and with the sign of a metric.</summary>
    public static MetricValue FromConcept(PeriodValues values, FinancialModel model, MetricDefinition definition, string concept)
    {
        var (found, reason) = new ConceptFinder(model, definition, new ConceptTerm(concept, 1)).Find(values.Period);
        return found is { } candidate ? candidate.ToValue(model, definition, values.Period) : MetricValue.Missing(reason);
    }
}
