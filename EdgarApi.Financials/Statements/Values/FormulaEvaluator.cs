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
        Operand[]? found = null;
        Span<bool> isPresent = stackalloc bool[formula.Terms.Length];
        var count = 0;
        for (var i = 0; i < formula.Terms.Length; i++)
        {
            var term = formula.Terms[i];
            var operand = term.Metric is { } metric ? context.Get(metric) : FromFirstConcept(context, term.Concepts);
            if (operand.Value is null)
            {
                if (term.IsOptional) continue;
                return null;
            }
            (found ??= new Operand[formula.Terms.Length])[count++] = new Operand(operand, term.Sign);
            isPresent[i] = true;
        }
        if (found is null) return null;
        var operands = found.AsSpan(0, count);
        // A metric that is never negative has a negative difference among its operands if they are on different bases.
        if (context.Definition.Nonnegative && HasNegativeDerivation(operands)) return null;
        if (operands is [{ Weight: 1 } only] && !formula.IsQuotient) return only.Value;
        var derivation = Describe(formula, isPresent, operands);
        if (formula.IsQuotient) return Divide(context, derivation, operands[0].Value, operands[1].Value);
        var sum = 0m;
        foreach (var operand in operands) sum += operand.Weight * operand.Value.Value!.Value;
        return Derivations.Create(context.Definition, context.Period, sum, derivation, operands);
    }

    private static bool HasNegativeDerivation(ReadOnlySpan<Operand> operands)
    {
        foreach (var operand in operands)
            if (operand.Value is { Value: < 0, Source.Derivation: not null }) return true;
        return false;
    }

    /// <summary>What was done. Terms that are missing are left out.</summary>
    private static string Describe(Formula formula, ReadOnlySpan<bool> isPresent, ReadOnlySpan<Operand> operands)
    {
        var text = new StringBuilder();
        var place = 0;
        for (var i = 0; i < isPresent.Length; i++)
        {
            if (!isPresent[i]) continue;
            var term = formula.Terms[i];
            var isSubtracted = term.Sign < 0;
            text.Append(place == 0 ? isSubtracted ? "−" : "" : formula.IsQuotient ? " ÷ " : isSubtracted ? " − " : " + ");
            text.Append(term.Metric?.Metric ?? operands[place].Value.Source!.Concept);
            place++;
        }
        return text.ToString();
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
