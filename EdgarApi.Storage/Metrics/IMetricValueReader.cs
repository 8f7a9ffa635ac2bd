using EdgarApi.Financials.Companies;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Screening;

namespace EdgarApi.Storage.Metrics;

/// <summary>Reads metric values of several companies at once from the analytics replica.</summary>
public interface IMetricValueReader
{
    /// <summary>
    /// Reads the latest <paramref name="periods"/> periods of each company and metric, each oldest first, from the data of the given
    /// entries.
    /// </summary>
    /// <exception cref="NewerDataException">The data is newer than an entry.</exception>
    Task<IReadOnlyList<CompanyMetricValue>> GetAsync(
        IReadOnlyList<CompanyEntry> companies, IReadOnlyList<string> metrics, Frequency frequency, int periods,
        CancellationToken cancellationToken);

    /// <summary>
    /// Reads a metric's value of each company in a period of its own, from data at least as recent as the given entries. Companies without
    /// such a value are left out.
    /// </summary>
    Task<IReadOnlyList<CompanyMetricValue>> GetAsync(
        string metric, IReadOnlyList<(CompanyEntry Company, ScreenedPeriod Period)> periods, CancellationToken cancellationToken);
}

/// <summary>A metric value of a company, computed at ingest from all facts (latest vintage, split-adjusted).</summary>
/// <param name="Cik">The filer.</param>
/// <param name="Metric">Metric id.</param>
/// <param name="Period">The fiscal period.</param>
/// <param name="Currency">The company's reporting currency.</param>
/// <param name="Unit">Currency, <c>shares</c>, <c>USD/shares</c> or <c>pure</c>.</param>
/// <param name="Value">Exact decimal; null if <paramref name="Reason"/> is set.</param>
/// <param name="Reason">Why the value is missing, as text.</param>
/// <param name="ReasonCode">Why the value is missing, as a code; also null for values stored before codes were introduced.</param>
/// <param name="Source">Where the value comes from.</param>
public sealed record CompanyMetricValue(
    Cik Cik, string Metric, FiscalPeriod Period, string Currency, string Unit, decimal? Value, string? Reason,
    ReasonCode? ReasonCode, Source? Source);
