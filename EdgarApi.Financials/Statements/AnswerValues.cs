using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;

namespace EdgarApi.Financials.Statements;

/// <summary>The values that one answer needs, by period.</summary>
internal sealed class AnswerValues(FinancialModel model)
{
    private readonly Dictionary<FiscalPeriod, PeriodValues> _periods = [];

    public PeriodValues Of(FiscalPeriod period)
    {
        if (!_periods.TryGetValue(period, out var values)) _periods.Add(period, values = new PeriodValues(model, period, Of));
        return values;
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
