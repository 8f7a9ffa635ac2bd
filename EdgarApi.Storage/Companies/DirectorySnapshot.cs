using System.Collections.Frozen;
using EdgarApi.Financials.Companies;

namespace EdgarApi.Storage.Companies;

/// <summary>The directory at one moment: immutable, so that requests read it without locks while the next one is built.</summary>
internal sealed class DirectorySnapshot
{
    private readonly FrozenDictionary<Cik, DirectoryRow> byCik;
    private readonly FrozenDictionary<string, DirectoryRow> byTicker;
    private readonly Lazy<CompanySearch> search;

    private DirectorySnapshot(FrozenDictionary<Cik, DirectoryRow> rows, DirectorySnapshot? before)
    {
        byCik = rows;
        Revision = rows.Count == 0 ? 0 : rows.Values.Max(row => row.Revision);
        byTicker = rows.Values
            .SelectMany(row => row.Entry.Tickers, (row, ticker) => (Ticker: Ticker.Normalize(ticker), Row: row))
            .GroupBy(item => item.Ticker, item => item.Row, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.Order(DirectoryRow.ByProminence).First(), StringComparer.Ordinal);
        LoadedByPublication = [.. rows.Values.Select(row => row.Entry).Where(entry => entry.IsLoaded).OrderBy(entry => entry.Version)];
        var index = before?.search is { IsValueCreated: true } built ? built.Value : null;
        search = new Lazy<CompanySearch>(() =>
        {
            DirectoryRow[] ordered = [.. byCik.Values.OrderBy(row => row.Entry.Cik)];
            return index?.Over(ordered) ?? new CompanySearch(ordered);
        });
    }

    public static DirectorySnapshot Empty { get; } = new(FrozenDictionary<Cik, DirectoryRow>.Empty, null);

    /// <summary>The newest change in it.</summary>
    public long Revision { get; }

    /// <summary>Loaded companies, first published first.</summary>
    public IReadOnlyList<CompanyEntry> LoadedByPublication { get; }

    public CompanySearch Search => search.Value;

    /// <summary>With the rows in place of those of the same companies.</summary>
    public DirectorySnapshot With(IEnumerable<DirectoryRow> changed)
    {
        var rows = new Dictionary<Cik, DirectoryRow>(byCik);
        foreach (var row in changed)
            if (!rows.TryGetValue(row.Entry.Cik, out var known) || known.Revision <= row.Revision) rows[row.Entry.Cik] = row;
        return new DirectorySnapshot(rows.ToFrozenDictionary(), this);
    }

    public CompanyEntry? Find(string id)
    {
        if (byTicker.TryGetValue(Ticker.Normalize(id), out var listed)) return listed.Entry;
        return Cik.TryParse(id.AsSpan().Trim(), out var cik) && byCik.TryGetValue(cik, out var row) ? row.Entry : null;
    }
}
