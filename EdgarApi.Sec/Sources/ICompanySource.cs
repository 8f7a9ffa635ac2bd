using EdgarApi.Financials.Companies;

namespace EdgarApi.Sec.Sources;

/// <summary>A source of company data: the SEC live, its bulk zips, or the bundled sample.</summary>
public interface ICompanySource
{
    /// <summary>Name for logs and <c>ingest_runs</c>: <c>sample</c>, <c>bulk</c> or <c>live</c>.</summary>
    string Name { get; }

    /// <summary>Reads the SEC's list of listed companies, for search and routing; empty if the source has no such list.</summary>
    ValueTask<IReadOnlyList<CompanyProfile>> ReadListingsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Reads all companies. An unreadable document is returned with its <see cref="CompanyDocument.Fault"/>, and reading continues. Throws
    /// only if nothing further can be read.
    /// </summary>
    IAsyncEnumerable<CompanyDocument> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>A source that can be polled for changes, like the SEC.</summary>
public interface IRefreshableCompanySource : ICompanySource
{
    /// <summary>Reads facts, profile and filings of those known companies that have filed since.</summary>
    IAsyncEnumerable<CompanyDocument> ReadChangedAsync(IReadOnlyList<KnownCompany> known, CancellationToken cancellationToken);

    /// <summary>Reads one company; null if the source does not know it.</summary>
    ValueTask<CompanyDocument?> ReadOneAsync(Cik cik, CancellationToken cancellationToken);
}

/// <summary>The stored state of a company, to detect new filings.</summary>
/// <param name="Cik">The filer.</param>
/// <param name="LatestAccession">Its latest stored filing; null if no filing is stored.</param>
public sealed record KnownCompany(Cik Cik, string? LatestAccession);
