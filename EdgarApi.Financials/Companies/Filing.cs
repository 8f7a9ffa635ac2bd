namespace EdgarApi.Financials.Companies;

/// <summary>One filing of a company, from its submissions file.</summary>
/// <param name="Accession">Accession number with dashes, <c>0000320193-25-000079</c>.</param>
/// <param name="Form">Form type, as in <c>10-K</c>, <c>8-K/A</c>.</param>
/// <param name="Filed">The day on which it was filed.</param>
/// <param name="ReportDate">End of the period reported on, if the form has one.</param>
/// <param name="Items">8-K item numbers, comma separated; empty for other forms.</param>
/// <param name="PrimaryDocument">File name of the main document within the filing's folder; may be empty.</param>
/// <param name="Description">The SEC's short description of the main document; may be empty.</param>
/// <param name="AcceptedAt">When the SEC accepted it, UTC, if known.</param>
public sealed record Filing(
    string Accession, string Form, DateOnly Filed, DateOnly? ReportDate, string Items, string PrimaryDocument, string Description,
    DateTimeOffset? AcceptedAt)
{
    /// <summary>The filing's address on sec.gov: that of its main document, or of its index if the main document is unknown.</summary>
    public Uri Url(Cik cik)
    {
        var folder = $"https://www.sec.gov/Archives/edgar/data/{cik.Value}/{Accession.Replace("-", "", StringComparison.Ordinal)}/";
        return new Uri(PrimaryDocument.Length > 0 ? folder + PrimaryDocument : folder + Accession + "-index.htm");
    }
}
