using EdgarApi.Financials.Companies;

namespace EdgarApi.Storage.Companies;

/// <summary>
/// All companies in memory, with search: maps tickers and CIKs to published data versions. Kept current while the process runs.
/// </summary>
public interface ICompanyDirectory
{
    /// <summary>
    /// Finds a company by ticker in any case (<c>brk.b</c> = <c>BRK-B</c>), also with its market (<c>NASDAQ:AAPL</c>, <c>AAPL.US</c>), or
    /// by CIK in any spelling; null if unknown.
    /// </summary>
    CompanyEntry? Find(string id);

    /// <summary>Finds a company by CIK; null if unknown.</summary>
    CompanyEntry? Find(Cik cik);

    /// <summary>
    /// Finds companies by ticker, name, former names or CIK, best match first: exact ticker, ticker prefix, name words, typos. Loaded
    /// companies come before equal matches that are not loaded. An empty query lists all companies, large ones first.
    /// </summary>
    CompanySearchResult Search(string query, int limit, int offset = 0, CompanyFilter? filter = null);

    /// <summary>Suggests tickers similar to an id that <see cref="Find(string)"/> does not know, best first.</summary>
    IReadOnlyList<string> Suggest(string id, int limit = 5);

    /// <summary>Loaded companies with data published after <paramref name="since"/>, oldest publication first.</summary>
    /// <param name="since">The time.</param>
    /// <param name="limit">Maximum number of companies.</param>
    /// <param name="after">Only versions above this one.</param>
    CompanySearchResult PublishedSince(DateTimeOffset since, int limit, long after = 0);

    /// <summary>Increases with every change. While it is the same, so are all entries.</summary>
    long Revision { get; }

    /// <summary>Number of companies whose data is loaded.</summary>
    int LoadedCount { get; }
}

/// <summary>A page of companies.</summary>
/// <param name="Total">Number of companies on all pages.</param>
/// <param name="Companies">The companies of the page: of a search best first.</param>
public sealed record CompanySearchResult(int Total, IReadOnlyList<CompanyEntry> Companies);
