using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Api.Csv;
using EdgarApi.Contracts;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Updates;

internal sealed record UpdatesResponse(
    [property: Description("The instant asked for, UTC; null for all.")] DateTime? Since,
    [property: Description("Address of the next page; null on the last one.")] string? Next,
    [property: Description("Oldest change first.")] IReadOnlyList<UpdateResponse> Updates) : ICsvTable
{
    [JsonIgnore]
    public IEnumerable<string> CsvColumns => ["cik", "ticker", "name", "version", "publishedAt", "lastFiled"];

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows => Updates.Select(update => (CsvCell[])
        [update.Cik, update.Ticker, update.Name, update.Version, update.PublishedAt, update.LastFiled]);

    public static UpdatesResponse From(UpdatesQuery query, IReadOnlyList<CompanyEntry> changed)
    {
        var page = changed.Take(query.Limit).ToList();
        var next = changed.Count > page.Count ? $"{ApiRoutes.Updates}{query.After(page[^1].PublishedAt)}" : null;
        return new(query.Since?.UtcDateTime, next, [.. page.Select(UpdateResponse.From)]);
    }
}

internal sealed record UpdateResponse(
    [property: Description("Central Index Key, ten digits.")] string Cik,
    [property: Description("Main ticker symbol; null for a filer without one.")] string? Ticker,
    [property: Description("Name as the SEC conforms it.")] string Name,
    [property: Description("Grows with each change of the company's data.")] long Version,
    [property: Description("When that version was published, UTC.")] DateTime? PublishedAt,
    [property: Description("Day of the newest filing in it.")] DateOnly? LastFiled)
{
    public static UpdateResponse From(CompanyEntry company) => new(
        company.Cik.ToString(), company.Ticker, company.Name, company.Version, company.PublishedAt?.UtcDateTime, company.LastFiled);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UpdatesResponse))]
internal sealed partial class UpdatesJson : JsonSerializerContext;
