using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Shares;

/// <summary>
/// A fourth quarter's EPS. Which income EPS is of (preferred dividends taken off, or added back to the diluted figure) differs between filers: it is the
/// one that gives the year's own EPS.
/// </summary>
internal static class FourthQuarterEps
{
    public static MetricValue? Of(
        PeriodValues values, FinancialModel model, MetricDefinition definition, string shares, Func<FiscalPeriod, PeriodValues> of)
    {
        // Only the fourth quarter lacks a report of its own.
        if (values.Period.Quarter != 4 || model.Calendar.Year(values.Period.FiscalYear) is not { IsReported: true } fiscalYear) return null;
        var year = of(fiscalYear.Period);
        if (year.Get(definition).Value is not { } eps || year[shares].Value is not > 0) return null;
        if (values[shares] is not { Value: > 0 } count) return values[shares].Reason == FourthQuarterDilution.Differs ? values[shares] : null;
        MetricValue? income = null;
        var numerator = "";
        var smallest = decimal.MaxValue;
        // What would be added to or taken off a loss does not dilute it either.
        foreach (var candidate in count.Source!.Derivation == FourthQuarterDilution.AtLoss ? [Numerators[0]] : Numerators)
        {
            MetricValue ofYear = Numerator(year, model, candidate), ofQuarter = Numerator(values, model, candidate);
            if (ofYear.Value is null || ofQuarter.Value is null) continue;
            var distance = Math.Abs(ofYear.Value.Value / year[shares].Value!.Value - eps);
            if (distance < smallest) (income, numerator, smallest) = (ofQuarter, candidate, distance);
        }
        if (numerator == Numerators[^1] && !IsNearIncome(income!.Value, values)) return MetricValue.Missing(FourthQuarterDilution.Differs);
        return income is not { } chosen ? null : Derivations.Quotient(
            definition, values.Period, ShareBasis.RoundPerShare(chosen.Value!.Value / count.Value.Value), $"{numerator} ÷ {shares}", chosen, count);
    }

    /// <summary>Interest of convertibles is little; the fair value of warrants, counted in some quarters and not in the year, is not.</summary>
    private static bool IsNearIncome(MetricValue diluted, PeriodValues values) =>
        values["NetIncomeToCommon"].Value is not { } income || Math.Abs(diluted.Value!.Value - income) <= MostDilutive * Math.Abs(income);

    private const decimal MostDilutive = 0.1m;

    private static readonly string[] Numerators = ["NetIncomeToCommon", "NetIncome", "us-gaap:NetIncomeLossAvailableToCommonStockholdersDiluted"];

    private static MetricValue Numerator(PeriodValues values, FinancialModel model, string name) =>
        name.Contains(':', StringComparison.Ordinal)
            ? FormulaEvaluator.OfConcept(values, model, MetricCatalog.Definition("NetIncomeToCommon"), name) : values[name];
}
