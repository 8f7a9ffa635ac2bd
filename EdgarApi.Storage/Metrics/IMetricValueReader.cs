using EdgarApi.Financials.Companies;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Storage.Metrics;

/// <summary>Metric values of several companies at once, from the analytics replica.</summary>
public interface IMetricValueReader
{
    /// <summary>
    /// The newest <paramref name="periods"/> periods of each company and metric, oldest first within each, at least of the versions
    /// that the entries name.
    /// </summary>
    Task<IReadOnlyList<CompanyMetricValue>> GetAsync(
        IReadOnlyList<CompanyEntry> companies, IReadOnlyList<string> metrics, Frequency frequency, int periods,
        CancellationToken cancellationToken);
}

/// <summary>One value of one metric of one company, as computed at ingest from all facts (latest vintage, split-adjusted).</summary>
/// <param name="Cik">The filer.</param>
/// <param name="Metric">Metric id.</param>
/// <param name="Period">The fiscal period.</param>
/// <param name="Currency">Reporting currency of the company.</param>
/// <param name="Unit">Currency, <c>shares</c>, <c>USD/shares</c> or <c>pure</c>.</param>
/// <param name="Value">Exact decimal; null with a <paramref name="Reason"/>.</param>
/// <param name="Reason">Why there is no value.</param>
/// <param name="Source">Where the value comes from.</param>
public sealed record CompanyMetricValue(
    Cik Cik, string Metric, FiscalPeriod Period, string Currency, string Unit, decimal? Value, string? Reason, Source? Source);
