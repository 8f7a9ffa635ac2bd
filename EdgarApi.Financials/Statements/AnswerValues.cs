using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;

namespace EdgarApi.Financials.Statements;

/// <summary>The values that one answer needs, by period.</summary>
internal sealed class AnswerValues(FinancialModel model)
{
    private readonly Dictionary<FiscalPeriod, PeriodValues> _periods = [];
    private readonly Dictionary<(int Year, int Metric), Candidate[]?> _quarters = [];

    public PeriodValues Of(FiscalPeriod period)
    {
        if (!_periods.TryGetValue(period, out var values)) _periods.Add(period, values = new PeriodValues(model, period, this));
        return values;
    }

    /// <summary>A metric's four quarters of a fiscal year where others than each one's own choice add up to the year; otherwise null.</summary>
    public Candidate[]? QuartersOf(int fiscalYear, MetricDefinition definition)
    {
        if (!_quarters.TryGetValue((fiscalYear, definition.Index), out var quarters))
            _quarters.Add((fiscalYear, definition.Index), quarters = new QuartersOfYear(this, model, definition).Find(fiscalYear));
        return quarters;
    }

    /// <summary>The newest periods in which at least one of the metrics has a value, newest first.</summary>
    public List<FiscalPeriod> PeriodsWith(IReadOnlyList<MetricDefinition> metrics, Frequency frequency, int count)
    {
        var periods = new List<FiscalPeriod>(count);
        foreach (var period in model.Calendar.Of(frequency))
        {
            if (periods.Count == count) break;
            if (metrics.Any(metric => Of(period).Get(metric).Value is not null)) periods.Add(period);
        }
        return periods;
    }
}
