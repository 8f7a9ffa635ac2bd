using EdgarApi.Financials.Companies;

namespace EdgarApi.Storage.Companies;

/// <summary>Finds companies by ticker, CIK, words of the name or of former names, and by near misses of any of these.</summary>
internal sealed class CompanySearch
{
    private readonly IReadOnlyList<DirectoryRow> rows;
    private readonly NameWords names;
    private readonly NameWords formerNames;
    private readonly string[][] tickers;

    /// <summary>Indexes the companies, which come in the order of their numbers.</summary>
    public CompanySearch(IReadOnlyList<DirectoryRow> rows)
    {
        this.rows = rows;
        names = new NameWords(rows.Select(row => (IEnumerable<string>)[row.Entry.Name]));
        formerNames = new NameWords(rows.Select(row => (IEnumerable<string>)row.Entry.FormerNames));
        tickers = [.. rows.Select(row => row.Entry.Tickers.Select(Ticker.Normalize).ToArray())];
    }

    private CompanySearch(IReadOnlyList<DirectoryRow> rows, CompanySearch index) =>
        (this.rows, names, formerNames, tickers) = (rows, index.names, index.formerNames, index.tickers);

    /// <summary>Over the same companies with new versions: the index is kept when no name or ticker changed, as when data is refreshed.</summary>
    public CompanySearch Over(IReadOnlyList<DirectoryRow> newRows)
    {
        var sameIndex = newRows.Count == rows.Count && newRows.Zip(rows).All(pair => ReferenceEquals(pair.First, pair.Second)
            || (pair.First.Entry.Cik == pair.Second.Entry.Cik && pair.First.Entry.Name == pair.Second.Entry.Name
                && pair.First.Entry.Tickers.SequenceEqual(pair.Second.Entry.Tickers) && pair.First.Entry.FormerNames.SequenceEqual(pair.Second.Entry.FormerNames)));
        return sameIndex ? new CompanySearch(newRows, this) : new CompanySearch(newRows);
    }

    /// <summary>What a match is worth: between these steps its closeness counts.</summary>
    private enum Kind
    {
        NearMiss = 0,
        FormerName = 1,
        Name = 2,
        TickerPrefix = 3,
        Exact = 4,
    }

    public CompanySearchResult Search(string query, int limit)
    {
        query = query.Trim();
        var matches = query.Length == 0
            ? [.. rows.Index().Where(item => item.Item.Entry.IsLoaded).Select(item => new Match(item.Index, Kind.Exact, 1))]
            : Matches(query);
        var best = matches
            .OrderByDescending(match => match.Kind).ThenByDescending(match => match.Closeness)
            .ThenByDescending(match => rows[match.Row].Entry.IsLoaded).ThenBy(match => rows[match.Row], DirectoryRow.ByProminence)
            .Take(limit).Select(match => rows[match.Row].Entry);
        return new CompanySearchResult(matches.Count, [.. best]);
    }

    /// <summary>The nearest tickers: one typo away, then those of companies with such a name, then two typos away.</summary>
    public IReadOnlyList<string> Suggest(string id, int limit)
    {
        var wanted = Ticker.Normalize(id);
        var near = tickers.SelectMany((own, row) => own.Select(ticker => (Ticker: ticker, Row: rows[row], Typos: Typos.Between(wanted, ticker, 2))))
            .Where(item => item.Typos is not null).OrderBy(item => item.Row, DirectoryRow.ByProminence).ToLookup(item => item.Typos, item => item.Ticker);
        var named = Search(id, limit).Companies.Select(company => company.Ticker).OfType<string>();
        return [.. near[0].Concat(near[1]).Concat(named).Concat(wanted.Length > 2 ? near[2] : []).Distinct(StringComparer.Ordinal).Take(limit)];
    }

    private List<Match> Matches(string query)
    {
        var best = new Dictionary<int, Match>();
        void Add(int row, Kind kind, double closeness)
        {
            var match = new Match(row, kind, closeness);
            if (!best.TryGetValue(row, out var known) || (match.Kind, match.Closeness).CompareTo((known.Kind, known.Closeness)) > 0) best[row] = match;
        }

        var ticker = Ticker.Normalize(query);
        var isCik = Cik.TryParse(query, out var cik);
        for (var row = 0; row < rows.Count; row++)
        {
            if (isCik && rows[row].Entry.Cik == cik) Add(row, Kind.Exact, 1);
            foreach (var own in tickers[row])
            {
                if (own == ticker) Add(row, Kind.Exact, 1);
                else if (own.StartsWith(ticker, StringComparison.Ordinal)) Add(row, Kind.TickerPrefix, (double)ticker.Length / own.Length);
            }
        }

        foreach (var (row, closeness) in names.Match(query, typos: false)) Add(row, Kind.Name, closeness);
        foreach (var (row, closeness) in formerNames.Match(query, typos: false)) Add(row, Kind.FormerName, closeness);
        if (best.Count > 0) return [.. best.Values];

        // Only when nothing matches as written: near misses beside good matches are noise.
        for (var row = 0; row < rows.Count; row++)
            if (ticker.Length > 2 && tickers[row].Any(own => Typos.Between(ticker, own, 1) is not null)) Add(row, Kind.NearMiss, 0.8);
        foreach (var (row, closeness) in names.Match(query, typos: true)) Add(row, Kind.NearMiss, closeness);
        foreach (var (row, closeness) in formerNames.Match(query, typos: true)) Add(row, Kind.NearMiss, closeness * 0.9);
        return [.. best.Values];
    }

    private readonly record struct Match(int Row, Kind Kind, double Closeness);
}
