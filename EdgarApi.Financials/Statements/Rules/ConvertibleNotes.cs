using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

/// <summary>
/// The equity component of convertible notes that may be converted for cash at the balance sheet date stands between liabilities and equity
/// (SEC ASR 268, ASC 480-10-S99-3A); otherwise it is part of paid-in capital. Which it is, the balance sheet's own gap tells.
/// </summary>
internal static class ConvertibleNotes
{
    private const string EquityComponent = "us-gaap:DebtInstrumentConvertibleCarryingAmountOfTheEquityComponent";

    /// <summary>The component, if it is just what liabilities and equity lack to total assets; otherwise null.</summary>
    public static MetricValue? Redeemable(PeriodValues values, FinancialModel model, MetricDefinition definition)
    {
        var component = FormulaEvaluator.OfConcept(values, model, definition, EquityComponent);
        if (component.Value is not > 0 || values["Assets"].Value is not { } assets) return null;
        var liabilities = FormulaEvaluator.OfConcept(values, model, definition, "us-gaap:Liabilities");
        return assets - liabilities.Value - values["EquityIncludingNoncontrolling"].Value == component.Value ? component : null;
    }
}
