using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Api.Csv;
using EdgarApi.Api.Responses;
using EdgarApi.Contracts;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Updates;

internal sealed record UpdatesResponse(
    [property: Description("The requested instant, UTC; null for all changes.")] DateTime? Since,
    [property: Description("Total number of matching companies.")] int Total,
    [property: Description("URL of the next page; null on the last page.")] string? Next,
    [property: Description("Oldest change first.")] IReadOnlyList<UpdateResponse> Updates) : ICsvTable, IPage
{
    [JsonIgnore]
    public int? Count => Total;

    string ICsvTable.FileName => "updates";

    [JsonIgnore]
    public IEnumerable<string> CsvColumns => ["cik", "ticker", "name", "version", "publishedAt", "lastFiled", "rulesVersion", "changes"];

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows => Updates.Select(update => (CsvCell[])
        [update.Cik, update.Ticker, update.Name, update.Version, update.PublishedAt, update.LastFiled, (int?)update.RulesVersion,
            string.Join(' ', update.Changes)]);

    public static UpdatesResponse From(UpdatesQuery query, CompanySearchResult changed)
    {
        var page = changed.Companies.Take(query.Limit).ToList();
        var next = changed.Companies.Count > page.Count ? $"{ApiRoutes.Updates}{query.At(page[^1].Version)}" : null;
        return new(query.Since?.UtcDateTime, changed.Total, next, [.. page.Select(UpdateResponse.From)]);
    }
}

internal sealed record UpdateResponse(
    [property: Description("Central Index Key, ten digits.")] string Cik,
    [property: Description("Main ticker symbol; null for a filer without one.")] string? Ticker,
    [property: Description("Conformed name in EDGAR.")] string Name,
    [property: Description("Version of the company's data. It increases with each change.")] long Version,
    [property: Description("Publication time of the version, UTC.")] DateTime? PublishedAt,
    [property: Description("Date of the newest filing in the version.")] DateOnly? LastFiled,
    [property: Description("Version of the rules that computed the version's values; 0 before rules had versions.")] int RulesVersion,
    [property: Description(
        "Why the version is new: data (filings, facts or profile changed), rules (the same data has other values), or both.")]
    IReadOnlyList<string> Changes)
{
    public static UpdateResponse From(CompanyEntry company) => new(
        company.Cik.ToString(), company.Ticker, company.Name, company.Version, company.PublishedAt?.UtcDateTime, company.LastFiled,
        company.RulesVersion, company.Changes);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UpdatesResponse))]
internal sealed partial class UpdatesJson : JsonSerializerContext;
