using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;

namespace EdgarApi.Storage.Metrics;

/// <summary>A row of <c>metric_values</c> without the CIK.</summary>
internal sealed record MetricValueRow(
    string Metric, string Frequency, FiscalPeriod Period, string Currency, string Unit, decimal? Value, string? Reason,
    ReasonCode? ReasonCode, byte[]? Source)
{
    /// <summary>
    /// Number of periods stored per metric and frequency: the maximum that a request can ask for, and the year before, for growth. These
    /// also show whether there are older periods, which are computed from the facts.
    /// </summary>
    public const int MaxPeriods = 44;

    /// <summary>Computes the rows of a company for the whole catalog, except metrics that the company never reports.</summary>
    public static IReadOnlyList<MetricValueRow> Compute(CompanyValues values) =>
    [
        .. from frequency in Enum.GetValues<Frequency>()
           let company = values.BuildSeries(MetricCatalog.All, frequency, MaxPeriods)
           from series in company.Series
           where series.Points.Any(point => point.Value.Value is not null)
           from point in series.Points
           select new MetricValueRow(
               series.Metric.Id, frequency.ToName(), point.Period, company.Currency, series.Unit, point.Value.Value,
               point.Value.Reason, point.Value.ReasonCode,
               point.Value.Source is { } source ? StoredSource.Write(source) : null),
    ];
}
