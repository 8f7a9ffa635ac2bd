using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Csv;
using EdgarApi.Api.Responses;
using EdgarApi.Contracts;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Companies;

internal sealed record CompanySearchResponse(
    [property: Description("Total number of matching companies.")] int Total,
    [property: Description("URL of the next page; null on the last page.")] string? Next,
    [property: Description("The matches of this page, best first.")] IReadOnlyList<CompanyResponse> Companies) : ICsvTable, IPage
{
    [JsonIgnore]
    public int? Count => Total;

    string ICsvTable.FileName => "companies";

    [JsonIgnore]
    public IEnumerable<string> CsvColumns => ["cik", "ticker", "name", "exchange"];

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows =>
        Companies.Select(company => (CsvCell[])[company.Cik, company.Ticker, company.Name, company.Exchange]);

    public static CompanySearchResponse From(CompanySearchQuery query, CompanySearchResult found)
    {
        var end = query.Offset + query.Limit;
        return new(
            found.Total, end < found.Total ? $"{ApiRoutes.Companies}{query.AtOffset(end)}" : null,
            [.. found.Companies.Select(CompanyResponse.From)]);
    }
}

internal sealed record CompanyResponse(
    [property: Description("Central Index Key, ten digits.")] string Cik,
    [property: Description("Main ticker symbol; null for a filer without one.")] string? Ticker,
    [property: Description("Conformed name in EDGAR.")] string Name,
    [property: Description("Exchange of the main ticker symbol, if known.")] string? Exchange,
    [property: Description("Whether the company's financial data is loaded.")] bool Loaded)
{
    public static CompanyResponse From(CompanyEntry company) =>
        new(company.Cik.ToString(), company.Ticker, company.Name, company.Exchange, company.IsLoaded);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CompanySearchResponse))]
[JsonSerializable(typeof(ProfileResponse))]
internal sealed partial class CompaniesJson : JsonSerializerContext;
