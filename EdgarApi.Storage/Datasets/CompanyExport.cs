using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Facts;
using EdgarApi.Storage.Metrics;

namespace EdgarApi.Storage.Datasets;

/// <summary>Everything stored of a company, as of one moment.</summary>
/// <param name="Company">Its master data and version.</param>
/// <param name="Facts">Its facts; null if they are not loaded.</param>
/// <param name="Values">Its metric values by metric, frequency and period.</param>
/// <param name="Filings">Its filings, oldest first.</param>
public sealed record CompanyExport(
    ExportedCompany Company, CompanyFacts? Facts, IReadOnlyList<ExportedValue> Values, IReadOnlyList<ExportedFiling> Filings);

/// <summary>A company with its version.</summary>
/// <param name="Profile">Master data.</param>
/// <param name="Revision">Data version of the last change of anything in the company's rows.</param>
/// <param name="Version">Data version of its facts and values; null if they are not loaded.</param>
/// <param name="RulesVersion">Version of the rules that computed its values; null if they are not loaded.</param>
/// <param name="PublishedAt">Publication time of the version; null if no data is loaded.</param>
/// <param name="LastFiled">Date of the newest filing with facts.</param>
public sealed record ExportedCompany(
    CompanyProfile Profile, long Revision, long? Version, int? RulesVersion, DateTime? PublishedAt, DateOnly? LastFiled);

/// <summary>A metric value with its frequency: <c>annual</c>, <c>quarterly</c> or <c>ttm</c>.</summary>
public sealed record ExportedValue(string Frequency, CompanyMetricValue Value);

/// <summary>A filing of a company.</summary>
public sealed record ExportedFiling(Cik Cik, Filing Filing);

/// <summary>Where exported companies are read.</summary>
public interface IExportDatabase
{
    /// <summary>Runs a read on a node that has at least a data version.</summary>
    /// <param name="version">The data version; 0 for any.</param>
    /// <param name="read">The read. It may run again.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    Task<T> ReadAsync<T>(
        long version, Func<Npgsql.NpgsqlConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken);
}
