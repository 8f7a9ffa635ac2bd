using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;

namespace EdgarApi.Storage.Metrics;

/// <summary>One row of <c>metric_values</c>, without the company's number.</summary>
internal sealed record MetricValueRow(
    string Metric, string Frequency, FiscalPeriod Period, string Currency, string Unit, decimal? Value, string? Reason,
    ReasonCode? ReasonCode, byte[]? Source)
{
    /// <summary>Periods kept of each metric and frequency: as many as a request can ask for.</summary>
    public const int PeriodsKept = 40;

    /// <summary>The rows of one company over the whole catalog. A metric that the company never reports has none.</summary>
    public static IReadOnlyList<MetricValueRow> Compute(CompanyFacts facts) =>
    [
        .. from frequency in Enum.GetValues<Frequency>()
           let company = TimeSeriesBuilder.Build(facts, MetricCatalog.All, frequency, PeriodsKept, new StatementOptions())
           from series in company.Series
           where series.Points.Any(point => point.Value.Value is not null)
           from point in series.Points
           select new MetricValueRow(
               series.Metric.Id, frequency.Name(), point.Period, company.Currency, series.Unit, point.Value.Value,
               point.Value.Reason, point.Value.ReasonCode,
               point.Value.Source is { } source ? StoredSource.Write(source) : null),
    ];
}
