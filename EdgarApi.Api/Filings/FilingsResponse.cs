using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Csv;
using EdgarApi.Api.Responses;
using EdgarApi.Contracts;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Filings;

internal sealed record FilingsResponse(
    CompanyReference Company,
    [property: Description("Total number of matching filings.")] int Total,
    [property: Description("Date of the oldest filing on file, whatever the parameters. Earlier filings are only on sec.gov.")]
    DateOnly? Oldest,
    [property: Description("Page size.")] int Limit,
    [property: Description("Number of filings skipped.")] int Offset,
    [property: Description("URL of the next page; null on the last page.")] string? Next,
    [property: Description("Newest first.")] IReadOnlyList<FilingResponse> Filings) : ICsvTable, IPage
{
    [JsonIgnore]
    public int? Count => Total;

    string ICsvTable.FileName => $"{Company.Id}-filings";

    [JsonIgnore]
    public IEnumerable<string> CsvColumns => ["accession", "form", "filed", "reportDate", "items", "url"];

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows => Filings.Select(filing => (CsvCell[])
        [filing.Accession, filing.Form, (DateOnly?)filing.Filed, filing.ReportDate, filing.Items, filing.Url]);

    public static FilingsResponse From(CompanyEntry company, FilingsQuery query, FilingPage page)
    {
        var (limit, offset) = (query.Selection.Limit, query.Selection.Offset);
        var next = offset + limit < page.Total && offset + limit <= CommonParameters.MaxOffset
            ? $"{ApiRoutes.Companies}/{CompanyReference.GetId(company)}/filings{query.AtOffset(offset + limit)}"
            : null;
        return new(
            CompanyReference.From(company), page.Total, page.Oldest, limit, offset, next,
            [.. page.Filings.Select(filing => FilingResponse.From(company.Cik, filing))]);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FilingsResponse))]
internal sealed partial class FilingsJson : JsonSerializerContext;
