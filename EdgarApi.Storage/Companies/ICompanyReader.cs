using EdgarApi.Financials.Companies;

namespace EdgarApi.Storage.Companies;

/// <summary>Reads profiles and filings from a replica that has at least the revision of the given entry.</summary>
public interface ICompanyReader
{
    /// <summary>Reads a profile; null if the company is unknown.</summary>
    Task<CompanyProfile?> GetProfileAsync(CompanyEntry company, CancellationToken cancellationToken);

    /// <summary>Reads a page of filings, newest first.</summary>
    Task<FilingPage> GetFilingsAsync(CompanyEntry company, FilingQuery query, CancellationToken cancellationToken);
}

/// <summary>Selects filings; null conditions match all.</summary>
/// <param name="Form">Exact form type, ignoring case.</param>
/// <param name="From">Earliest filing date.</param>
/// <param name="To">Latest filing date.</param>
/// <param name="Limit">Page size.</param>
/// <param name="Offset">Number of filings to skip.</param>
public sealed record FilingQuery(string? Form, DateOnly? From, DateOnly? To, int Limit, int Offset);

/// <summary>A page of filings.</summary>
/// <param name="Total">Number of all filings that match the query.</param>
/// <param name="Filings">The filings of this page, newest first.</param>
public sealed record FilingPage(int Total, IReadOnlyList<Filing> Filings);
