using System.Globalization;
using EdgarApi.Financials.Companies;

namespace EdgarApi.Sec.Files;

/// <summary>The content of a filer's submissions files.</summary>
/// <param name="Profile">The filer.</param>
/// <param name="Filings">The filings of all pages read, newest first.</param>
/// <param name="FurtherPages">
/// Pages with older filings, as listed in the main file. The SEC's main file has about 1,000 rows; some copies contain all rows and list
/// none.
/// </param>
public sealed record Submissions(CompanyProfile Profile, IReadOnlyList<Filing> Filings, IReadOnlyList<SubmissionsPage> FurtherPages)
{
    /// <summary>Parses <c>CIK##########.json</c>.</summary>
    /// <param name="utf8Json">The file's bytes.</param>
    /// <param name="file">Name of the file, for errors.</param>
    /// <exception cref="SecDataException">The file is invalid; the message says where and why.</exception>
    public static Submissions Parse(ReadOnlySpan<byte> utf8Json, string file)
    {
        var document = SecJson.Read(utf8Json, file, SecJsonContext.Default.SubmissionsDocument);
        if (string.IsNullOrWhiteSpace(document.Name)) throw new SecDataException(file, "has no name");
        if (document.Filings.Recent is null) throw new SecDataException(file, "has no filings.recent");
        foreach (var page in document.Filings.Files ?? [])
        {
            // The name becomes part of an address and of a path, so it must have the SEC's format.
            if (!page.IsOf(document.Cik))
                throw new SecDataException(file, $"lists '{page.Name}' as a further page, which is not a page of this filer");
        }

        return new Submissions(GetProfile(document), Sort(ReadRows(document.Filings.Recent, file)), document.Filings.Files ?? []);
    }

    /// <summary>Parses a further page, <c>CIK##########-submissions-001.json</c>, which contains filings only.</summary>
    /// <exception cref="SecDataException">The file is invalid; the message says where and why.</exception>
    public static IReadOnlyList<Filing> ParsePage(ReadOnlySpan<byte> utf8Json, string file) =>
        Sort(ReadRows(SecJson.Read(utf8Json, file, SecJsonContext.Default.FilingColumns), file));

    /// <summary>Adds the filings of a further page; duplicates count once.</summary>
    public Submissions With(IReadOnlyList<Filing> page) => this with { Filings = Sort(Filings.Concat(page)) };

    private static Filing[] Sort(IEnumerable<Filing> filings) =>
    [
        .. filings.DistinctBy(f => f.Accession).OrderByDescending(f => f.Filed).ThenByDescending(f => f.AcceptedAt)
            .ThenByDescending(f => f.Accession, StringComparer.Ordinal),
    ];

    private static CompanyProfile GetProfile(SubmissionsDocument document)
    {
        var tickers = document.Tickers ?? [];
        var exchanges = document.Exchanges ?? [];
        var listed = tickers
            .Select((ticker, i) => (Ticker: ticker, Exchange: exchanges.ElementAtOrDefault(i) ?? ""))
            .Where(listing => !string.IsNullOrWhiteSpace(listing.Ticker))
            .ToArray();
        return new CompanyProfile
        {
            Cik = document.Cik,
            Name = document.Name!,
            Tickers = [.. listed.Select(listing => Ticker.Normalize(listing.Ticker!))],
            Exchanges = [.. listed.Select(listing => listing.Exchange)],
            Sic = NullIfEmpty(document.Sic),
            SicDescription = NullIfEmpty(document.SicDescription),
            FiscalYearEnd = NullIfEmpty(document.FiscalYearEnd),
            StateOfIncorporation = NullIfEmpty(document.StateOfIncorporation),
            Category = NullIfEmpty(document.Category),
            Website = NullIfEmpty(document.Website),
            FormerNames = [.. (document.FormerNames ?? [])
                .OrderByDescending(former => former.To, StringComparer.Ordinal)
                .Select(former => former.Name).OfType<string>().Distinct(StringComparer.Ordinal)],
        };
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static IEnumerable<Filing> ReadRows(FilingColumns columns, string file)
    {
        var count = columns.AccessionNumber.Length;
        (string Name, int? Length)[] others =
        [
            ("form", columns.Form.Length), ("filingDate", columns.FilingDate.Length), ("reportDate", columns.ReportDate?.Length),
            ("acceptanceDateTime", columns.AcceptanceDateTime?.Length), ("items", columns.Items?.Length),
            ("primaryDocument", columns.PrimaryDocument?.Length), ("primaryDocDescription", columns.PrimaryDocDescription?.Length),
        ];
        foreach (var (name, length) in others)
        {
            if (length is { } l && l != count) throw new SecDataException(file, $"has {count} accession numbers but {l} values of {name}");
        }

        for (var i = 0; i < count; i++)
        {
            yield return new Filing(
                columns.AccessionNumber[i], columns.Form[i],
                ParseDate(columns.FilingDate[i], "filingDate", i, file) ?? throw CreateError("filingDate", "", i, file),
                ParseDate(columns.ReportDate?[i], "reportDate", i, file), columns.Items?[i] ?? "", columns.PrimaryDocument?[i] ?? "",
                columns.PrimaryDocDescription?[i] ?? "", ParseTime(columns.AcceptanceDateTime?[i], i, file));
        }
    }

    private static DateOnly? ParseDate(string? text, string column, int row, string file) =>
        string.IsNullOrEmpty(text) ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw CreateError(column, text, row, file);

    private static DateTimeOffset? ParseTime(string? text, int row, string file) =>
        string.IsNullOrEmpty(text) ? null
        : DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
        : throw CreateError("acceptanceDateTime", text, row, file);

    private static SecDataException CreateError(string column, string text, int row, string file) =>
        new(file, $"has '{text}' as {column} of filing {row}");
}
