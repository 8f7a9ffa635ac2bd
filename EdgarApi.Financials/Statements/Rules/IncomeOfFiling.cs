using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Values;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements.Rules;

/// <summary>
/// What goes with net income: income to common shareholders and earnings a share belong to the net income that their own filing gives. Where another one is
/// shown (a table in the annual report is of continuing operations, a spin-off left another company's past) they are of something else.
/// </summary>
internal static class IncomeOfFiling
{
    private static readonly MetricDefinition NetIncome = MetricCatalog.Definition("NetIncome");

    /// <summary>Whether an income to common shareholders is of before the net income shown was restated.</summary>
    public static bool IsBeforeRestatement(PeriodValues values, FinancialModel model, Candidate toCommon)
    {
        if (values[NetIncome.Metric.Id] is not { Value: { } net, Source: { } source }) return false;
        var filing = toCommon.Filing(model);
        if (source.Filed <= model.Facts.Filings[filing].Filed) return false;
        if (toCommon.Derivation is { } derivation) return derivation.EndsWith(ConceptFinder.Before, StringComparison.Ordinal);
        var own = Of(model, filing, values.Period, except: model.Facts.SeriesOf(toCommon.First.Row));
        return own.Count > 0 && !own.Exists(income => Restatement.IsSame(income, net));
    }

    /// <summary>A quarter's earnings a share from a filing that gives the net income shown, where the newest one gives another net income; otherwise null.</summary>
    public static MetricValue? PerShare(PeriodValues values, FinancialModel model, MetricDefinition definition, MetricValue? reported)
    {
        var period = values.Period;
        if (reported is not { Source: { Derivation: null, OtherVintages.Count: > 0 } } || period.Kind != FiscalPeriodKind.Quarter) return null;
        if (values[NetIncome.Metric.Id].Value is not { } net || model.Calendar.Year(period.FiscalYear) is not { } year) return null;
        var vintages = new List<Candidate>();
        foreach (var term in definition.Tiers.SelectMany(tier => tier)) new ConceptFinder(model, definition, term).AddAlternatives(period, year, admitDerived: false, vintages);
        vintages.RemoveAll(vintage => vintage.IsDerived);
        vintages.Sort((a, b) => b.Filing(model) - a.Filing(model));
        if (vintages.Count == 0 || Of(model, vintages[0].Filing(model), period) is not { Count: > 0 } newest || newest.Exists(income => Restatement.IsSame(income, net))) return null;
        var fitting = vintages.FindIndex(vintage => Of(model, vintage.Filing(model), period).Exists(income => Restatement.IsSame(income, net)));
        return fitting < 0 ? null : vintages[fitting].ToValue(model, definition, period);
    }

    /// <summary>The net incomes that a filing gives for a period, under any concept.</summary>
    private static List<decimal> Of(FinancialModel model, int filing, FiscalPeriod period, int except = -1)
    {
        var columns = model.Facts.Columns;
        var incomes = new List<decimal>();
        foreach (var concept in NetIncome.Tiers.SelectMany(tier => tier))
            if (model.Index.Find(concept.Concept, model.Currency) is >= 0 and var series && series != except)
                foreach (var row in model.View.Vintages(series, period.Start.DayNumber, period.End.DayNumber))
                    if (columns.Filing[row] == filing) incomes.Add(columns.Value[row]);
        return incomes;
    }
}
