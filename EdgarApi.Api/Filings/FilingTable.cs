using System.Text.Json.Serialization;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Csv;
using EdgarApi.Contracts;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Filings;

/// <summary>A page of filings as a table.</summary>
internal sealed record FilingTable : FilingsResponse, ICsvTable
{
    string ICsvTable.FileName => $"{Company.Id}-filings";

    [JsonIgnore]
    public IEnumerable<string> CsvColumns => ["accession", "form", "filed", "reportDate", "items", "url"];

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows => Filings.Select(filing => (CsvCell[])
        [filing.Accession, filing.Form, (DateOnly?)filing.Filed, filing.ReportDate, filing.Items, filing.Url]);

    public static FilingTable From(CompanyEntry company, FilingsQuery query, FilingPage page)
    {
        var (limit, offset) = (query.Selection.Limit, query.Selection.Offset);
        return new()
        {
            Company = CompanyReference.From(company),
            Total = page.Total,
            Oldest = page.Oldest,
            Limit = limit,
            Offset = offset,
            Next = offset + limit < page.Total && offset + limit <= CommonParameters.MaxOffset
                ? $"{ApiRoutes.Companies}/{CompanyReference.GetId(company)}/filings{query.AtOffset(offset + limit)}"
                : null,
            Filings = [.. page.Filings.Select(filing => FilingResponse.From(company.Cik, filing))],
        };
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FilingTable))]
[JsonSerializable(typeof(FilingsResponse))]
internal sealed partial class FilingsJson : JsonSerializerContext;
