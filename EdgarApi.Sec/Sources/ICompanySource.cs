using EdgarApi.Financials.Companies;

namespace EdgarApi.Sec.Sources;

/// <summary>Where companies come from: the SEC live, its bulk zips, or the bundled sample.</summary>
public interface ICompanySource
{
    /// <summary>For logs and the run table, as in <c>sample</c>, <c>bulk</c>, <c>live</c>.</summary>
    string Name { get; }

    /// <summary>The SEC's list of listed companies, for search and routing; empty when the source has none.</summary>
    ValueTask<IReadOnlyList<CompanyProfile>> ReadListingsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Every company of the source, one after the other. A document that cannot be read is yielded with its <see cref="CompanyDocument.Fault"/>
    /// and the stream goes on; it throws only when nothing further can be read.
    /// </summary>
    IAsyncEnumerable<CompanyDocument> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>A source that can be asked again for what changed, as the SEC itself.</summary>
public interface IRefreshableCompanySource : ICompanySource
{
    /// <summary>Those of the known companies that filed since, each with its facts, profile and filings anew.</summary>
    IAsyncEnumerable<CompanyDocument> ReadChangedAsync(IReadOnlyList<KnownCompany> known, CancellationToken cancellationToken);

    /// <summary>One company; null if the source does not know it.</summary>
    ValueTask<CompanyDocument?> ReadOneAsync(Cik cik, CancellationToken cancellationToken);
}

/// <summary>What is on file of a company, to tell whether it filed since.</summary>
/// <param name="Cik">The filer.</param>
/// <param name="LatestAccession">Its newest filing on file; null when none is.</param>
public sealed record KnownCompany(Cik Cik, string? LatestAccession);
