using System.Text.Json.Serialization;
using EdgarApi.Api.Csv;
using EdgarApi.Contracts;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Companies;

/// <summary>A page of companies as a table.</summary>
internal sealed record CompanyTable : CompanySearchResponse, ICsvTable
{
    string ICsvTable.FileName => "companies";

    [JsonIgnore]
    public IEnumerable<string> CsvColumns => ["cik", "ticker", "name", "exchange"];

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows =>
        Companies.Select(company => (CsvCell[])[company.Cik, company.Ticker, company.Name, company.Exchange]);

    public static CompanyTable From(CompanySearchQuery query, CompanySearchResult found)
    {
        var end = query.Offset + query.Limit;
        return new()
        {
            Total = found.Total,
            Next = end < found.Total ? $"{ApiRoutes.Companies}{query.AtOffset(end)}" : null,
            Companies = [.. found.Companies.Select(CreateCompany)],
        };
    }

    private static CompanyResponse CreateCompany(CompanyEntry company) =>
        new(company.Cik.ToString(), company.Ticker, company.Name, company.Exchange, company.IsLoaded);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CompanyTable))]
[JsonSerializable(typeof(CompanySearchResponse))]
[JsonSerializable(typeof(ProfileResponse))]
internal sealed partial class CompaniesJson : JsonSerializerContext;
