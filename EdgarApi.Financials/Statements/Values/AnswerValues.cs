using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Checks;
using EdgarApi.Financials.Statements.Quarters;

namespace EdgarApi.Financials.Statements.Values;

/// <summary>
/// The values of one statement, time series or ratio table (an answer), or of several, by period. Each value is computed once.
/// </summary>
internal sealed class AnswerValues(FinancialModel model)
{
    /// <summary>What the values are computed from.</summary>
    public FinancialModel Model => model;

    private readonly Dictionary<FiscalPeriod, PeriodValues> _periods = [];
    private readonly Dictionary<(int Year, int Metric), Candidate[]?> _quarters = [];
    private readonly Dictionary<(int Year, int Metric), bool> _mixed = [];

    public PeriodValues At(FiscalPeriod period)
    {
        if (!_periods.TryGetValue(period, out var values)) _periods.Add(period, values = new PeriodValues(model, period, this));
        return values;
    }

    /// <summary>
    /// A metric's four quarters of a fiscal year if candidates other than the quarters' own add up to the year; otherwise null.
    /// </summary>
    public Candidate[]? GetQuarters(int fiscalYear, MetricDefinition definition)
    {
        if (!_quarters.TryGetValue((fiscalYear, definition.Index), out var quarters))
            _quarters.Add((fiscalYear, definition.Index), quarters = new QuartersOfYear(this, model, definition).Find(fiscalYear));
        return quarters;
    }

    /// <summary>The value as it is shown: marked if its basis differs from that of its fiscal year.</summary>
    public MetricValue Show(FiscalPeriod period, MetricDefinition definition)
    {
        var value = At(period).Get(definition);
        if (value.Source is null || definition.Metric is not { IsInstant: false, Unit: UnitKind.Currency } || !definition.HasConcepts)
            return value;
        var isMixed = period.Kind switch
        {
            FiscalPeriodKind.Quarter => IsMixed(period.FiscalYear, definition),
            FiscalPeriodKind.TrailingTwelveMonths when period.Quarter < 4 =>
                AnyIsMixed(model.Calendar.GetQuarters(period), definition),
            _ => false,
        };
        return isMixed ? value with { Source = value.Source with { MixedBasis = true } } : value;
    }

    private bool AnyIsMixed(FiscalPeriod[]? quarters, MetricDefinition definition)
    {
        foreach (var quarter in quarters ?? [])
            if (IsMixed(quarter.FiscalYear, definition)) return true;
        return false;
    }

    /// <summary>Whether a fiscal year and its quarters have different bases.</summary>
    private bool IsMixed(int fiscalYear, MetricDefinition definition)
    {
        if (!_mixed.TryGetValue((fiscalYear, definition.Index), out var isMixed))
        {
            isMixed = model.Calendar.Year(fiscalYear) is { IsReported: true } year
                && new Equation(this, year.Period, model).CompareQuarters(year, definition) is CheckStatus.Restated or CheckStatus.Failed
                && new YearOnOtherBases(model, year, definition).AnyRestated();
            _mixed.Add((fiscalYear, definition.Index), isMixed);
        }
        return isMixed;
    }

    /// <summary>The selected periods in which at least one of the metrics has a value, newest first.</summary>
    public PeriodPage PeriodsWith(IReadOnlyList<MetricDefinition> metrics, Frequency frequency, PeriodSelection selection) =>
        PeriodPage.Select(
            model.Calendar.GetPeriods(frequency), selection,
            period => metrics.Any(metric => At(period).Get(metric).Value is not null));
}
