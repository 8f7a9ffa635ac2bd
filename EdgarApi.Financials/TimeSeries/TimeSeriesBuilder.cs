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
        CompanyFacts facts, IReadOnlyList<Metric> metrics, Frequency frequency, PeriodSelection periods, StatementOptions options)
    {
        var model = FinancialModel.GetOrBuild(facts, options);
        var answer = new AnswerValues(model);
        var definitions = metrics.Select(metric => MetricCatalog.Definition(metric.Id)).ToList();
        var (shown, hasOlder) = answer.PeriodsWith(definitions, frequency, periods);
        shown.Reverse();
        var series = definitions.ConvertAll(definition => new MetricSeries(
            definition.Metric, model.GetUnit(definition.Metric), shown.ConvertAll(period => Point(model, answer, definition, period))));
        return new CompanySeries(model.Currency, series) { HasOlder = hasOlder };
    }

    private static SeriesPoint Point(FinancialModel model, AnswerValues answer, MetricDefinition definition, FiscalPeriod period)
    {
        var value = answer.Show(period, definition);
        decimal? growth = model.Calendar.Before(period, years: 1) is { } before
            ? Growth.Calculate(answer.At(before).Get(definition).Value, value.Value) : null;
        return new SeriesPoint(period, value, growth);
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
