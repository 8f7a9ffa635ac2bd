using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Metrics;

namespace EdgarApi.Api.TimeSeries;

/// <summary>A company's page from the values that the ingest stored.</summary>
internal static class StoredSeries
{
    /// <summary>
    /// Creates the page; null unless it is certainly the one that the facts yield. Metrics that a company never reports are not stored, and
    /// only the facts say why. If a stored period has no value of the requested metrics, the page has other periods than are stored.
    /// </summary>
    public static CompanyPage? TryCreate(CompanyEntry company, TimeSeriesQuery query, IReadOnlyList<CompanyMetricValue> values)
    {
        var byMetric = values.ToLookup(value => value.Metric);
        if (!query.Metrics.All(metric => byMetric.Contains(metric.Id))) return null;
        if (values.GroupBy(value => value.Period).Any(period => period.All(value => value.Value is null))) return null;
        var count = query.Window.Periods;
        return new(
            company, values[0].Currency, [.. query.Metrics.Select(metric => CreateSeries(metric, [.. byMetric[metric.Id]], count))],
            byMetric.Any(metric => metric.Count() > count));
    }

    private static MetricSeries CreateSeries(Metric metric, IReadOnlyList<CompanyMetricValue> values, int count) => new(
        metric, values[0].Unit,
        [
            .. values.TakeLast(count).Select(value => new SeriesPoint(
                value.Period, new MetricValue(value.Value, value.Source, value.Reason, value.ReasonCode),
                Growth.Calculate(
                    values.FirstOrDefault(earlier => earlier.Period.IsYearsBefore(value.Period, years: 1))?.Value, value.Value))),
        ]);
}
