namespace EdgarApi.Contracts.Responses;

/// <summary>A page of the filings of a company.</summary>
public record FilingsResponse : IPage
{
    /// <summary>The company.</summary>
    public required CompanyReference Company { get; init; }

    /// <summary>Total number of matching filings.</summary>
    public required int Total { get; init; }

    /// <summary>Date of the oldest filing on file, independent of the parameters. Earlier filings are only on sec.gov.</summary>
    public required DateOnly? Oldest { get; init; }

    /// <summary>Page size.</summary>
    public required int Limit { get; init; }

    /// <summary>Number of filings skipped.</summary>
    public required int Offset { get; init; }

    /// <summary>URL of the next page; null on the last page.</summary>
    public required string? Next { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<FilingResponse> Filings { get; init; }

    int? IPage.Count => Total;
}

/// <summary>One filing.</summary>
/// <param name="Accession">Accession number with dashes.</param>
/// <param name="Form">Form type.</param>
/// <param name="Filed">Filing date.</param>
/// <param name="ReportDate">End of the reporting period, if the form has one.</param>
/// <param name="Items">8-K item numbers, comma-separated; empty for other forms.</param>
/// <param name="Url">URL of the main document on sec.gov, or of the filing index.</param>
public sealed record FilingResponse(
    string Accession,
    string Form,
    DateOnly Filed,
    DateOnly? ReportDate,
    string Items,
    string Url);
