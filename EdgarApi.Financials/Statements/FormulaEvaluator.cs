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
        var operands = new List<MetricValue>(formula.Terms.Length);
        var result = 0m;
        foreach (var term in formula.Terms)
        {
            var operand = term.Metric >= 0 ? values.Get(MetricCatalog.Definition(term.Name)) : OfConcept(values, model, definition, term.Name);
            if (operand.Value is not { } value)
            {
                if (term.IsOptional) continue;
                return null;
            }
            if (formula.IsQuotient && operands.Count == 1)
            {
                // A loss before tax, or none, makes a quotient without meaning.
                if (value <= 0) return null;
                result = Math.Round(result / value, RatioDecimals);
            }
            else result += term.Sign * value;
            operands.Add(operand);
        }
        if (operands is [var only] && formula.Terms[0].Sign == 1) return only;
        return Derivations.Of(definition, values.Period, result, formula.Text, operands);
    }

    public static MetricValue OfConcept(PeriodValues values, FinancialModel model, MetricDefinition definition, string concept)
    {
        var reason = "not reported";
        var finder = new ConceptFinder(model, definition, new ConceptTerm(concept, 1));
        return finder.Find(values.Period, ref reason) is { } candidate ? candidate.ToValue(model, definition) : MetricValue.Missing(reason);
    }
}
