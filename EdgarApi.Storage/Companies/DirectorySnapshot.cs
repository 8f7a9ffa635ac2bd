using System.Collections.Frozen;
using EdgarApi.Financials.Companies;

namespace EdgarApi.Storage.Companies;

/// <summary>An immutable state of the directory, which requests read without locks while the next one is built.</summary>
internal sealed class DirectorySnapshot
{
    private readonly FrozenDictionary<Cik, DirectoryRow> _byCik;
    private readonly FrozenDictionary<string, DirectoryRow> _byTicker;
    private readonly Lazy<CompanySearch> _search;

    private DirectorySnapshot(FrozenDictionary<Cik, DirectoryRow> rows, DirectorySnapshot? before)
    {
        _byCik = rows;
        Revision = rows.Count == 0 ? 0 : rows.Values.Max(row => row.Revision);
        _byTicker = rows.Values
            .SelectMany(row => row.Entry.Tickers, (row, ticker) => (Ticker: Ticker.Normalize(ticker), Row: row))
            .GroupBy(item => item.Ticker, item => item.Row, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.Order(DirectoryRow.ByProminence).First(), StringComparer.Ordinal);
        LoadedByPublication = [.. rows.Values.Select(row => row.Entry).Where(entry => entry.IsLoaded).OrderBy(entry => entry.Version)];
        var index = before?._search is { IsValueCreated: true } built ? built.Value : null;
        _search = new Lazy<CompanySearch>(() =>
        {
            DirectoryRow[] ordered = [.. _byCik.Values.OrderBy(row => row.Entry.Cik)];
            return index?.WithRows(ordered) ?? new CompanySearch(ordered);
        });
    }

    public static DirectorySnapshot Empty { get; } = new(FrozenDictionary<Cik, DirectoryRow>.Empty, null);

    /// <summary>The latest change it includes.</summary>
    public long Revision { get; }

    /// <summary>Loaded companies in order of publication.</summary>
    public IReadOnlyList<CompanyEntry> LoadedByPublication { get; }

    public CompanySearch Search => _search.Value;

    /// <summary>Returns a snapshot with rows added or replaced.</summary>
    public DirectorySnapshot With(IEnumerable<DirectoryRow> changed)
    {
        var rows = new Dictionary<Cik, DirectoryRow>(_byCik);
        foreach (var row in changed)
            if (!rows.TryGetValue(row.Entry.Cik, out var known) || known.Revision <= row.Revision) rows[row.Entry.Cik] = row;
        return new DirectorySnapshot(rows.ToFrozenDictionary(), this);
    }

    public CompanyEntry? Find(Cik cik) => _byCik.GetValueOrDefault(cik)?.Entry;

    public CompanyEntry? Find(string id)
    {
        if (_byTicker.TryGetValue(Ticker.Normalize(id), out var listed)) return listed.Entry;
        if (Cik.TryParse(id.AsSpan().Trim(), out var cik) && _byCik.TryGetValue(cik, out var row)) return row.Entry;
        return Ticker.WithoutMarket(id) is { } symbol ? _byTicker.GetValueOrDefault(symbol)?.Entry : null;
    }
}
