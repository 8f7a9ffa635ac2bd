using EdgarApi.Financials.Metrics;

namespace EdgarApi.Financials.Statements;

/// <summary>
/// The statement of changes in equity has a column for each component, and filers have tagged one as total equity. Without noncontrolling interests total
/// equity is not less than shareholders' equity, unless the balance sheet says so.
/// </summary>
internal static class ComponentOfEquity
{
    public static bool Is(PeriodValues values, FinancialModel model, MetricDefinition definition, decimal totalEquity)
    {
        decimal? Of(string concept) => FormulaEvaluator.OfConcept(values, model, definition, concept).Value;
        if (Of("us-gaap:StockholdersEquity") is not { } equity || totalEquity >= equity || values["NoncontrollingInterest"].Value is not null) return false;
        return Of("us-gaap:LiabilitiesAndStockholdersEquity") - Of("us-gaap:Liabilities") != totalEquity;
    }
}
