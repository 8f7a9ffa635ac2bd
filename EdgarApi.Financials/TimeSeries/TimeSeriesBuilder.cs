using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.TimeSeries;

/// <summary>Builds time series of metrics of one company.</summary>
public static class TimeSeriesBuilder
{
    /// <summary>One series per metric, in the order given, over the selected periods.</summary>
    public static CompanySeries Build(
        CompanyFacts facts, IReadOnlyList<Metric> metrics, Frequency frequency, PeriodSelection periods, StatementOptions options) =>
        Build(new AnswerValues(FinancialModel.GetOrBuild(facts, options)), metrics, frequency, periods);

    internal static CompanySeries Build(
        AnswerValues answer, IReadOnlyList<Metric> metrics, Frequency frequency, PeriodSelection periods)
    {
        var model = answer.Model;
        var definitions = metrics.Select(metric => MetricCatalog.Definition(metric.Id)).ToList();
        var (shown, hasOlder) = answer.PeriodsWith(definitions, frequency, periods);
        shown.Reverse();
        var yearBefore = shown.ConvertAll(period => model.Calendar.Before(period, years: 1) is { } before ? answer.At(before) : null);
        var series = definitions.ConvertAll(definition =>
        {
            var points = new SeriesPoint[shown.Count];
            for (var i = 0; i < points.Length; i++)
            {
                var value = answer.Show(shown[i], definition);
                points[i] = new SeriesPoint(shown[i], value, Growth.Calculate(yearBefore[i]?.Get(definition).Value, value.Value));
            }
            return new MetricSeries(definition.Metric, model.GetUnit(definition.Metric), points);
        });
        return new CompanySeries(model.Currency, series) { HasOlder = hasOlder };
    }
}

/// <summary>Series of one company and their currency.</summary>
/// <param name="Currency">Reporting currency, ISO 4217.</param>
/// <param name="Series">One per metric, in the order of the request.</param>
public sealed record CompanySeries(string Currency, IReadOnlyList<MetricSeries> Series)
{
    /// <summary>Whether the company has older periods that the selection's bounds contain.</summary>
    public bool HasOlder { get; init; }
}
