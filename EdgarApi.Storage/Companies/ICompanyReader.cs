using EdgarApi.Financials.Companies;

namespace EdgarApi.Storage.Companies;

/// <summary>
/// Reads profiles and filings in the revision of the given entry; replicas that are behind are skipped. All methods throw
/// <see cref="NewerDataException"/> if the data is newer.
/// </summary>
public interface ICompanyReader
{
    /// <summary>Reads a profile; null if the company is unknown.</summary>
    Task<CompanyProfile?> GetProfileAsync(CompanyEntry company, CancellationToken cancellationToken);

    /// <summary>Reads a page of filings, newest first.</summary>
    Task<FilingPage> GetFilingsAsync(CompanyEntry company, FilingQuery query, CancellationToken cancellationToken);

    /// <summary>Reads the form types of a company's filings, in alphabetical order.</summary>
    Task<IReadOnlyList<string>> GetFormsAsync(CompanyEntry company, CancellationToken cancellationToken);
}

/// <summary>Selects filings; null conditions match all.</summary>
/// <param name="Forms">Exact form types in upper case; empty for all.</param>
/// <param name="From">Earliest filing date.</param>
/// <param name="To">Latest filing date.</param>
/// <param name="Limit">Page size.</param>
/// <param name="Offset">Number of filings to skip.</param>
public sealed record FilingQuery(IReadOnlyList<string> Forms, DateOnly? From, DateOnly? To, int Limit, int Offset);

/// <summary>A page of filings.</summary>
/// <param name="Total">Number of all filings that match the query.</param>
/// <param name="Oldest">Date of the company's oldest filing on file, independent of the query; null without filings.</param>
/// <param name="Filings">The filings of this page, newest first.</param>
public sealed record FilingPage(int Total, DateOnly? Oldest, IReadOnlyList<Filing> Filings);
