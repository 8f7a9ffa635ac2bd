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
        var sum = 0m;
        int present = 0, first = -1, count = 0;
        for (var i = 0; i < formula.Terms.Length; i++)
        {
            var term = formula.Terms[i];
            var operand = GetOperand(context, term);
            if (operand.Value is not { } value)
            {
                if (term.IsOptional) continue;
                return null;
            }
            // A metric that is never negative has a negative difference among its operands if they are on different bases.
            if (context.Definition.Nonnegative && value < 0 && operand.Source!.Derivation is not null) return null;
            sum += term.Sign * value;
            present |= 1 << i;
            if (count++ == 0) first = i;
        }
        if (count == 0) return null;
        if (count == 1 && formula.Terms[first].Sign == 1 && !formula.IsQuotient) return GetOperand(context, formula.Terms[first]);
        if (formula.IsQuotient) return Divide(context, formula);
        var sources = ToSources(context, formula, present, count);
        return Derivations.Create(context.Definition, context.Period, sum, formula.Describe(present, sources), sources);
    }

    /// <summary>The value of a term. Metrics keep theirs, so that asking again costs little.</summary>
    private static MetricValue GetOperand(in RuleContext context, FormulaTerm term)
    {
        if (term.Metric is { } metric) return context.Get(metric);
        foreach (var concept in term.Concepts)
            if (context.FromConcept(concept) is { Value: not null } value) return value;
        return MetricValue.Missing(ReasonCode.NotReported);
    }

    private static Source[] ToSources(in RuleContext context, Formula formula, int present, int count)
    {
        var sources = new Source[count];
        for (int i = 0, place = 0; i < formula.Terms.Length; i++)
        {
            if ((present & 1 << i) == 0) continue;
            var term = formula.Terms[i];
            sources[place++] = new Operand(GetOperand(context, term), term.Sign).ToSource();
        }

        return sources;
    }

    /// <summary>A quotient has no meaning unless the divisor is positive: a loss before tax has no tax rate.</summary>
    private static MetricValue? Divide(in RuleContext context, Formula formula)
    {
        MetricValue dividend = GetOperand(context, formula.Terms[0]), divisor = GetOperand(context, formula.Terms[1]);
        return divisor.Value is not > 0 ? null : Derivations.CreateQuotient(
            context.Definition, context.Period, Math.Round(dividend.Value!.Value / divisor.Value.Value, Thresholds.RatioDecimals),
            formula.Describe(present: 0b11, [dividend.Source!, divisor.Source!]), dividend, divisor);
    }

    /// <summary>The value of one concept for a period, in the unit and with the sign of a metric.</summary>
    public static MetricValue FromConcept(PeriodValues values, FinancialModel model, MetricDefinition definition, string concept)
    {
        var (found, reason) = new ConceptFinder(model, definition, new ConceptTerm(concept, 1)).Find(values.Period);
        return found is { } candidate ? candidate.ToValue(model, definition, values.Period) : MetricValue.Missing(reason);
    }
}
