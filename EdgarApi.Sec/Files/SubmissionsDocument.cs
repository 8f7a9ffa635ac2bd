using System.Text.Json.Serialization;
using EdgarApi.Financials.Companies;

namespace EdgarApi.Sec.Files;

/// <summary><c>CIK##########.json</c> of the SEC's submissions, as far as it is used here.</summary>
internal sealed record SubmissionsDocument(
    [property: JsonRequired] Cik Cik, string? Name, string?[]? Tickers, string?[]? Exchanges, string? Sic, string? SicDescription, string? FiscalYearEnd,
    string? StateOfIncorporation, string? Category, string? Website, FormerName[]? FormerNames, [property: JsonRequired] FilingLists Filings);

internal sealed record FormerName(string? Name, string? To);

internal sealed record FilingLists([property: JsonRequired] FilingColumns Recent, SubmissionsPage[]? Files);

/// <summary>Filings as columns, one array a field: <c>filings.recent</c>, and the whole of a further page.</summary>
internal sealed record FilingColumns(
    [property: JsonRequired] string[] AccessionNumber, [property: JsonRequired] string[] Form, [property: JsonRequired] string[] FilingDate,
    string?[]? ReportDate, string?[]? AcceptanceDateTime, string?[]? Items, string?[]? PrimaryDocument, string?[]? PrimaryDocDescription);
