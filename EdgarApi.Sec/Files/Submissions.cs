using System.Globalization;
using EdgarApi.Financials.Companies;

namespace EdgarApi.Sec.Files;

/// <summary>What the SEC's submissions files tell of one filer.</summary>
/// <param name="Profile">Who it is.</param>
/// <param name="Filings">Its filings, newest first, of all pages read.</param>
/// <param name="FurtherPages">
/// Pages with older filings that the main file lists. The SEC serves about 1,000 rows in the main file; some copies hold all rows there and list none.
/// </param>
public sealed record Submissions(CompanyProfile Profile, IReadOnlyList<Filing> Filings, IReadOnlyList<SubmissionsPage> FurtherPages)
{
    /// <summary>Reads <c>CIK##########.json</c>.</summary>
    /// <param name="utf8Json">The file's bytes.</param>
    /// <param name="file">Its name, for errors.</param>
    /// <exception cref="SecDataException">It is not such a file; the message says where and why.</exception>
    public static Submissions Parse(ReadOnlySpan<byte> utf8Json, string file)
    {
        var document = SecJson.Read(utf8Json, file, SecJsonContext.Default.SubmissionsDocument);
        if (string.IsNullOrWhiteSpace(document.Name)) throw new SecDataException(file, "has no name");
        if (document.Filings.Recent is null) throw new SecDataException(file, "has no filings.recent");
        foreach (var page in document.Filings.Files ?? [])
        {
            // The name becomes part of an address and of a path: only the SEC's own form of it is followed.
            if (!page.IsOf(document.Cik)) throw new SecDataException(file, $"lists '{page.Name}' as a further page, which is no page of this filer");
        }

        return new Submissions(GetProfile(document), Sorted(Rows(document.Filings.Recent, file)), document.Filings.Files ?? []);
    }

    /// <summary>Reads a further page, <c>CIK##########-submissions-001.json</c>: filings only.</summary>
    /// <exception cref="SecDataException">It is not such a file; the message says where and why.</exception>
    public static IReadOnlyList<Filing> ParsePage(ReadOnlySpan<byte> utf8Json, string file) =>
        Sorted(Rows(SecJson.Read(utf8Json, file, SecJsonContext.Default.FilingColumns), file));

    /// <summary>These submissions with the filings of a further page added; a filing that is in both counts once.</summary>
    public Submissions With(IReadOnlyList<Filing> page) => this with { Filings = Sorted(Filings.Concat(page)) };

    private static Filing[] Sorted(IEnumerable<Filing> filings) =>
        [.. filings.DistinctBy(f => f.Accession).OrderByDescending(f => f.Filed).ThenByDescending(f => f.AcceptedAt).ThenByDescending(f => f.Accession, StringComparer.Ordinal)];

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
            Sic = Known(document.Sic),
            SicDescription = Known(document.SicDescription),
            FiscalYearEnd = Known(document.FiscalYearEnd),
            StateOfIncorporation = Known(document.StateOfIncorporation),
            Category = Known(document.Category),
            Website = Known(document.Website),
            FormerNames = [.. (document.FormerNames ?? [])
                .OrderByDescending(former => former.To, StringComparer.Ordinal)
                .Select(former => former.Name).OfType<string>().Distinct(StringComparer.Ordinal)],
        };
    }

    private static string? Known(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static IEnumerable<Filing> Rows(FilingColumns columns, string file)
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
                columns.AccessionNumber[i], columns.Form[i], Day(columns.FilingDate[i], "filingDate", i, file) ?? throw Wrong("filingDate", "", i, file),
                Day(columns.ReportDate?[i], "reportDate", i, file), columns.Items?[i] ?? "", columns.PrimaryDocument?[i] ?? "",
                columns.PrimaryDocDescription?[i] ?? "", Time(columns.AcceptanceDateTime?[i], i, file));
        }
    }

    private static DateOnly? Day(string? text, string column, int row, string file) =>
        string.IsNullOrEmpty(text) ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw Wrong(column, text, row, file);

    private static DateTimeOffset? Time(string? text, int row, string file) =>
        string.IsNullOrEmpty(text) ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time
        : throw Wrong("acceptanceDateTime", text, row, file);

    private static SecDataException Wrong(string column, string text, int row, string file) =>
        new(file, $"has '{text}' as {column} of filing {row}");
}
