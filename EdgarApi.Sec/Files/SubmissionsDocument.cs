using System.Text.Json.Serialization;
using EdgarApi.Financials.Companies;

namespace EdgarApi.Sec.Files;

/// <summary>The used parts of the SEC's <c>CIK##########.json</c> submissions.</summary>
internal sealed record SubmissionsDocument(
    [property: JsonRequired] Cik Cik, string? Name, string?[]? Tickers, string?[]? Exchanges, string? Sic, string? SicDescription,
    string? FiscalYearEnd, string? StateOfIncorporation, string? Category, string? Website, FormerName[]? FormerNames,
    [property: JsonRequired] FilingLists Filings);

internal sealed record FormerName(string? Name, string? To);

internal sealed record FilingLists([property: JsonRequired] FilingColumns Recent, SubmissionsPage[]? Files);

/// <summary>Filings as one array per field: <c>filings.recent</c>, or a whole further page.</summary>
internal sealed record FilingColumns(
    [property: JsonRequired] string[] AccessionNumber, [property: JsonRequired] string[] Form, [property: JsonRequired] string[] FilingDate,
    string?[]? ReportDate, string?[]? AcceptanceDateTime, string?[]? Items, string?[]? PrimaryDocument, string?[]? PrimaryDocDescription);
