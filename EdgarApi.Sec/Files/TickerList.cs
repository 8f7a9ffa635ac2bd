using System.Text.Json;
using EdgarApi.Financials.Companies;

namespace EdgarApi.Sec.Files;

/// <summary>
/// The SEC's lists of ticker symbols: <c>company_tickers_exchange.json</c>, and <c>company_tickers.json</c> without exchanges.
/// </summary>
public static class TickerList
{
    /// <summary>
    /// Parses either list to one profile per filer, with its symbols in the order of the list. The SEC orders by size, so large companies
    /// come first.
    /// </summary>
    /// <param name="utf8Json">The file's bytes.</param>
    /// <param name="file">Name of the file, for errors.</param>
    /// <exception cref="SecDataException">The file is neither list; the message says where and why.</exception>
    public static IReadOnlyList<CompanyProfile> Parse(ReadOnlySpan<byte> utf8Json, string file) =>
        Group(IsTable(utf8Json) ? ReadTable(utf8Json, file) : ReadObject(utf8Json, file));

    /// <summary>
    /// Merges both lists, rows of the first one first. The SEC writes them at different times, and each contains symbols that the other
    /// lacks.
    /// </summary>
    public static IReadOnlyList<CompanyProfile> Merge(IReadOnlyList<CompanyProfile> first, IReadOnlyList<CompanyProfile> second) =>
        Group(first.Concat(second).SelectMany(company => company.Tickers.Select((ticker, i) =>
            new Listing(company.Cik, company.Name, ticker, company.Exchanges[i]))));

    private static CompanyProfile[] Group(IEnumerable<Listing> listings) =>
    [
        .. listings.GroupBy(listing => listing.Cik).Select(filer =>
        {
            var symbols = filer.DistinctBy(listing => listing.Ticker).ToArray();
            return new CompanyProfile
            {
                Cik = filer.Key,
                Name = symbols[0].Name,
                Tickers = [.. symbols.Select(listing => listing.Ticker)],
                Exchanges = [.. symbols.Select(listing => listing.Exchange)],
            };
        }),
    ];

    private static bool IsTable(ReadOnlySpan<byte> utf8Json) => utf8Json[..Math.Min(utf8Json.Length, 200)].IndexOf("\"fields\""u8) >= 0;

    private static List<Listing> ReadTable(ReadOnlySpan<byte> utf8Json, string file)
    {
        var table = SecJson.Read(utf8Json, file, SecJsonContext.Default.TickerTable);
        int GetColumn(string name) => Array.IndexOf(table.Fields, name) is >= 0 and var index ? index
            : throw new SecDataException(file, $"has no column '{name}', only {string.Join(", ", table.Fields)}");
        var (cik, name, ticker, exchange) = (GetColumn("cik"), GetColumn("name"), GetColumn("ticker"), GetColumn("exchange"));
        return [.. table.Data.Select((row, i) => row.Length != table.Fields.Length
            ? throw new SecDataException(file, $"has {row.Length} values in row {i}, not {table.Fields.Length}")
            : CreateListing(
                file, i, ReadNumber(row[cik]), ReadText(file, i, row[name]), ReadText(file, i, row[ticker]),
                ReadText(file, i, row[exchange])))];
    }

    private static IEnumerable<Listing> ReadObject(ReadOnlySpan<byte> utf8Json, string file) =>
        SecJson.Read(utf8Json, file, SecJsonContext.Default.DictionaryStringTickerRow).Values
            .Select((row, i) => CreateListing(file, i, row.Cik.Value, row.Title, row.Ticker, null));

    private static Listing CreateListing(string file, int row, long cik, string? name, string? ticker, string? exchange) =>
        cik is > 0 and <= Cik.MaxValue && !string.IsNullOrWhiteSpace(name) && !string.IsNullOrWhiteSpace(ticker)
            ? new Listing(new Cik(cik), name, Ticker.Normalize(ticker), exchange ?? "")
            : throw new SecDataException(file, $"has no CIK, name or ticker in row {row}");

    private static long ReadNumber(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : 0;

    /// <summary>Invalid UTF-8 in strings of a JSON document is only detected when they are read.</summary>
    private static string? ReadText(string file, int row, JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException error)
        {
            throw new SecDataException(file, $"has a text in row {row} that is not UTF-8", inner: error);
        }
    }

    private sealed record Listing(Cik Cik, string Name, string Ticker, string Exchange);
}
