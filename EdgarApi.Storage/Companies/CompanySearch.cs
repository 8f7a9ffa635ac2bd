using EdgarApi.Financials.Companies;

namespace EdgarApi.Storage.Companies;

/// <summary>Finds companies by ticker, CIK, words of current or former names, and close matches of these.</summary>
internal sealed class CompanySearch
{
    private readonly IReadOnlyList<DirectoryRow> _rows;
    private readonly NameWords _names;
    private readonly NameWords _formerNames;
    private readonly string[][] _tickers;
    private readonly Lazy<IEnumerable<CompanyEntry>> _byProminence;

    /// <summary>Indexes companies, ordered by CIK.</summary>
    public CompanySearch(IReadOnlyList<DirectoryRow> rows)
    {
        _rows = rows;
        _byProminence = Sort(rows);
        _names = new NameWords(rows.Select(row => (IEnumerable<string>)[row.Entry.Name]));
        _formerNames = new NameWords(rows.Select(row => (IEnumerable<string>)row.Entry.FormerNames));
        _tickers = [.. rows.Select(row => row.Entry.Tickers.Select(Ticker.Normalize).ToArray())];
    }

    private CompanySearch(IReadOnlyList<DirectoryRow> rows, CompanySearch index) =>
        (_rows, _byProminence, _names, _formerNames, _tickers) = (rows, Sort(rows), index._names, index._formerNames, index._tickers);

    /// <summary>Searches new versions of the rows; keeps the index unless names or tickers changed.</summary>
    public CompanySearch WithRows(IReadOnlyList<DirectoryRow> newRows)
    {
        var sameIndex = newRows.Count == _rows.Count && newRows.Zip(_rows).All(pair => ReferenceEquals(pair.First, pair.Second)
            || (pair.First.Entry.Cik == pair.Second.Entry.Cik && pair.First.Entry.Name == pair.Second.Entry.Name
                && pair.First.Entry.Tickers.SequenceEqual(pair.Second.Entry.Tickers)
                && pair.First.Entry.FormerNames.SequenceEqual(pair.Second.Entry.FormerNames)));
        return sameIndex ? new CompanySearch(newRows, this) : new CompanySearch(newRows);
    }

    /// <summary>Kinds of matches, worst first; matches of the same kind are ordered by closeness.</summary>
    private enum Kind
    {
        NearMiss = 0,
        FormerName = 1,
        Name = 2,
        TickerPrefix = 3,
        Exact = 4,
    }

    public CompanySearchResult Search(string query, int limit, int offset, CompanyFilter filter)
    {
        query = query.Trim();
        var found = (query.Length == 0 ? _byProminence.Value : FindBest(query)).Where(filter.Matches).ToList();
        return new CompanySearchResult(found.Count, [.. found.Skip(offset).Take(limit)]);
    }

    /// <summary>The closest tickers: one typo apart first, then those of companies with such a name, then two typos apart.</summary>
    public IReadOnlyList<string> Suggest(string id, int limit)
    {
        var wanted = Ticker.WithoutMarket(id) ?? Ticker.Normalize(id);
        var near = _tickers
            .SelectMany((own, row) => own.Select(ticker => (Ticker: ticker, Row: _rows[row], Typos: Typos.Count(wanted, ticker, 2))))
            .Where(item => item.Typos is not null).OrderBy(item => item.Row, DirectoryRow.ByProminence)
            .ToLookup(item => item.Typos, item => item.Ticker);
        var named = FindBest(id.Trim()).Take(limit).Select(company => company.Ticker).OfType<string>();
        return
        [
            .. near[0].Concat(near[1]).Concat(named).Concat(wanted.Length > 2 ? near[2] : [])
                .Distinct(StringComparer.Ordinal).Take(limit),
        ];
    }

    private IEnumerable<CompanyEntry> FindBest(string query) => query.Length == 0 ? [] : FindMatches(query)
        .OrderByDescending(match => match.Kind).ThenByDescending(match => match.Closeness)
        .ThenByDescending(match => _rows[match.Row].Entry.IsLoaded).ThenBy(match => _rows[match.Row], DirectoryRow.ByProminence)
        .Select(match => _rows[match.Row].Entry);

    private static Lazy<IEnumerable<CompanyEntry>> Sort(IReadOnlyList<DirectoryRow> rows) =>
        new(() => [.. rows.Order(DirectoryRow.ByProminence).Select(row => row.Entry)]);

    private List<Match> FindMatches(string query)
    {
        var best = new Dictionary<int, Match>();
        void Add(int row, Kind kind, double closeness)
        {
            var match = new Match(row, kind, closeness);
            if (!best.TryGetValue(row, out var known) || (match.Kind, match.Closeness).CompareTo((known.Kind, known.Closeness)) > 0)
                best[row] = match;
        }

        var ticker = Ticker.WithoutMarket(query) ?? Ticker.Normalize(query);
        var isCik = Cik.TryParse(query, out var cik);
        for (var row = 0; row < _rows.Count; row++)
        {
            if (isCik && _rows[row].Entry.Cik == cik) Add(row, Kind.Exact, 1);
            foreach (var own in _tickers[row])
            {
                if (own == ticker) Add(row, Kind.Exact, 1);
                else if (own.StartsWith(ticker, StringComparison.Ordinal)) Add(row, Kind.TickerPrefix, (double)ticker.Length / own.Length);
            }
        }

        foreach (var (row, closeness) in _names.Match(query, typos: false)) Add(row, Kind.Name, closeness);
        foreach (var (row, closeness) in _formerNames.Match(query, typos: false)) Add(row, Kind.FormerName, closeness);
        if (best.Count > 0) return [.. best.Values];

        // Typos are only tried if nothing matches as written; next to good matches they would be noise.
        for (var row = 0; row < _rows.Count; row++)
            if (ticker.Length > 2 && _tickers[row].Any(own => Typos.Count(ticker, own, 1) is not null)) Add(row, Kind.NearMiss, 0.8);
        foreach (var (row, closeness) in _names.Match(query, typos: true)) Add(row, Kind.NearMiss, closeness);
        foreach (var (row, closeness) in _formerNames.Match(query, typos: true)) Add(row, Kind.NearMiss, closeness * 0.9);
        return [.. best.Values];
    }

    private readonly record struct Match(int Row, Kind Kind, double Closeness);
}
