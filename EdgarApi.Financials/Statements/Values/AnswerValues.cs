using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;

namespace EdgarApi.Financials.Statements.Values;

/// <summary>
/// The values of one statement, time series or ratio table (an answer), or of several, by period. Each value is computed once.
/// </summary>
internal sealed class AnswerValues(FinancialModel model)
{
    /// <summary>What the values are computed from.</summary>
    public FinancialModel Model => model;

    /// <summary>The values of all periods, which keep their places.</summary>
    public ValueBlocks<MetricValue> Values { get; } = new();

    /// <summary>The results of concept lookups of all periods, which keep their places.</summary>
    public ValueBlocks<CandidateLookup> FromConcepts { get; } = new();

    private readonly Dictionary<FiscalPeriod, PeriodValues> _periods = [];

    public PeriodValues At(FiscalPeriod period)
    {
        if (!_periods.TryGetValue(period, out var values)) _periods.Add(period, values = new PeriodValues(model, period, this));
        return values;
    }

    /// <summary>
    /// A metric's four quarters of a fiscal year if candidates other than the quarters' own add up to the year; otherwise null.
    /// </summary>
    public Candidate[]? GetQuarters(int fiscalYear, MetricDefinition definition) =>
        model.GetFindings(fiscalYear)?.GetQuarters(this, definition);

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

    private bool IsMixed(int fiscalYear, MetricDefinition definition) => model.GetFindings(fiscalYear)?.AreMixed(this, definition) ?? false;

    /// <summary>The selected periods in which at least one of the metrics has a value, newest first.</summary>
    public PeriodPage PeriodsWith(IReadOnlyList<MetricDefinition> metrics, Frequency frequency, PeriodSelection selection) =>
        PeriodPage.Select(
            model.Calendar.GetPeriods(frequency), selection,
            period => metrics.Any(metric => At(period).Get(metric).Value is not null));
}
