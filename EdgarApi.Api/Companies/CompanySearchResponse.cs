using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Api.Csv;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Companies;

internal sealed record CompanySearchResponse(
    [property: Description("Total number of matching companies.")] int Total,
    [property: Description("The best matches, best first.")] IReadOnlyList<CompanyResponse> Companies) : ICsvTable
{
    [JsonIgnore]
    public IEnumerable<string> CsvColumns => ["cik", "ticker", "name", "exchange"];

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows =>
        Companies.Select(company => (CsvCell[])[company.Cik, company.Ticker, company.Name, company.Exchange]);
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
internal sealed partial class CompaniesJson : JsonSerializerContext;
