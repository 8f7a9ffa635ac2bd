namespace EdgarApi.Storage.Companies;

/// <summary>All companies in memory: tickers and CIKs to published data versions, with search. Kept current while the process runs.</summary>
public interface ICompanyDirectory
{
    /// <summary>Finds a company by ticker in any case (<c>brk.b</c> = <c>BRK-B</c>) or by CIK in any spelling; null if unknown.</summary>
    CompanyEntry? Find(string id);

    /// <summary>
    /// Companies whose ticker, name, former names or CIK match, best first: exact ticker, ticker prefix, name words, and near misses (typos).
    /// Loaded companies come before equal matches that are not. An empty query lists all loaded ones.
    /// </summary>
    CompanySearchResult Search(string query, int limit);

    /// <summary>The nearest tickers to an id that <see cref="Find"/> does not know, best first.</summary>
    IReadOnlyList<string> Suggest(string id, int limit = 5);

    /// <summary>Loaded companies whose data was published after <paramref name="since"/>, oldest first.</summary>
    IReadOnlyList<CompanyEntry> PublishedSince(DateTimeOffset since, int limit);

    /// <summary>Grows with every change of the directory: while it stays the same, every entry does.</summary>
    long Revision { get; }

    /// <summary>How many companies have data loaded.</summary>
    int LoadedCount { get; }
}

/// <summary>What a search found.</summary>
/// <param name="Total">How many match in all.</param>
/// <param name="Companies">The best of them.</param>
public sealed record CompanySearchResult(int Total, IReadOnlyList<CompanyEntry> Companies);
