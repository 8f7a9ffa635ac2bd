using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.TimeSeries;

/// <summary>Builds time series of metrics of one company.</summary>
public static class TimeSeriesBuilder
{
    /// <summary>One series a metric, in the order given, over the newest <paramref name="periods"/> periods.</summary>
    public static CompanySeries Build(
        CompanyFacts facts, IReadOnlyList<Metric> metrics, Frequency frequency, int periods, StatementOptions options) =>
        throw new NotImplementedException();
}

/// <summary>Series of one company and their currency.</summary>
/// <param name="Currency">Reporting currency, ISO 4217.</param>
/// <param name="Series">One a metric, in the order asked for.</param>
public sealed record CompanySeries(string Currency, IReadOnlyList<MetricSeries> Series);
