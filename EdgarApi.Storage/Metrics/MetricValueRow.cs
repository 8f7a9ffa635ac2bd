using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;

namespace EdgarApi.Storage.Metrics;

/// <summary>
/// A metric value of a company that is to be stored. Rows of one metric and frequency follow each other, oldest period first.
/// </summary>
/// <param name="Metric">Metric id.</param>
/// <param name="Frequency">Name of the frequency.</param>
/// <param name="Period">The fiscal period.</param>
/// <param name="Currency">The company's reporting currency.</param>
/// <param name="Unit">Unit of the value.</param>
/// <param name="Value">Exact decimal; null with a reason.</param>
/// <param name="Reason">Why the value is missing, as text.</param>
/// <param name="ReasonCode">Why the value is missing, as a code.</param>
/// <param name="Source">Where the value comes from, as the JSON of <see cref="StoredSource"/>.</param>
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
