using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Metrics;

namespace EdgarApi.Financials.Statements;

/// <summary>Computes a metric from others by a formula of the catalog.</summary>
internal static class FormulaEvaluator
{
    private const int RatioDecimals = 4;

    /// <summary>The value, or null when a term that may not be missing is.</summary>
    public static MetricValue? Evaluate(PeriodValues values, FinancialModel model, MetricDefinition definition, Formula formula)
    {
        var operands = new List<Operand>(formula.Terms.Length);
        foreach (var term in formula.Terms)
        {
            var operand = term.Metric >= 0 ? values.Get(MetricCatalog.Definition(term.Name)) : OfConcept(values, model, definition, term.Name);
            if (operand.Value is not null) operands.Add(new Operand(operand, term.Sign));
            else if (!term.IsOptional) return null;
        }
        if (operands.Count == 0) return null;
        if (formula.IsQuotient) return Quotient(values, definition, formula, operands[0].Value, operands[1].Value);
        if (operands is [{ Weight: 1 } only]) return only.Value;
        return Derivations.Of(definition, values.Period, operands.Sum(operand => operand.Weight * operand.Value.Value!.Value), formula.Text, operands);
    }

    /// <summary>A loss before tax, or none, makes a quotient without meaning.</summary>
    private static MetricValue? Quotient(PeriodValues values, MetricDefinition definition, Formula formula, MetricValue dividend, MetricValue divisor) =>
        divisor.Value is not > 0 ? null : Derivations.Quotient(
            definition, values.Period, Math.Round(dividend.Value!.Value / divisor.Value.Value, RatioDecimals), formula.Text, dividend, divisor);

    public static MetricValue OfConcept(PeriodValues values, FinancialModel model, MetricDefinition definition, string concept)
    {
        var reason = "not reported";
        var finder = new ConceptFinder(model, definition, new ConceptTerm(concept, 1));
        return finder.Find(values.Period, ref reason) is { } candidate ? candidate.ToValue(model, definition) : MetricValue.Missing(reason);
    }
}
