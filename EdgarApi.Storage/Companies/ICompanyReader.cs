using EdgarApi.Financials.Companies;

namespace EdgarApi.Storage.Companies;

/// <summary>Profiles and filings of companies from a replica, at least of the revision that the entry names.</summary>
public interface ICompanyReader
{
    /// <summary>The profile; null if the company is unknown.</summary>
    Task<CompanyProfile?> GetProfileAsync(CompanyEntry company, CancellationToken cancellationToken);

    /// <summary>Filings, newest first.</summary>
    Task<FilingPage> GetFilingsAsync(CompanyEntry company, FilingQuery query, CancellationToken cancellationToken);
}

/// <summary>Selects filings; conditions that are null do not select.</summary>
/// <param name="Form">Form type exactly, in any case.</param>
/// <param name="From">Earliest filing day.</param>
/// <param name="To">Latest filing day.</param>
/// <param name="Limit">Page size.</param>
/// <param name="Offset">How many to pass over.</param>
public sealed record FilingQuery(string? Form, DateOnly? From, DateOnly? To, int Limit, int Offset);

/// <summary>A page of filings.</summary>
/// <param name="Total">How many the query selects in all.</param>
/// <param name="Filings">Those of this page, newest first.</param>
public sealed record FilingPage(int Total, IReadOnlyList<Filing> Filings);
