using System.Text.Json.Serialization;
using EdgarApi.Api.Csv;
using EdgarApi.Contracts;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Updates;

/// <summary>A page of updates as a table.</summary>
internal sealed record UpdateTable : UpdatesResponse, ICsvTable
{
    string ICsvTable.FileName => "updates";

    [JsonIgnore]
    public IEnumerable<string> CsvColumns => ["cik", "ticker", "name", "version", "publishedAt", "lastFiled", "rulesVersion", "changes"];

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows => Updates.Select(update => (CsvCell[])
        [update.Cik, update.Ticker, update.Name, update.Version, update.PublishedAt, update.LastFiled, (int?)update.RulesVersion,
            string.Join(' ', update.Changes)]);

    public static UpdateTable From(UpdatesQuery query, CompanySearchResult changed)
    {
        var page = changed.Companies.Take(query.Limit).ToList();
        return new()
        {
            Since = query.Since?.UtcDateTime,
            Total = changed.Total,
            Next = changed.Companies.Count > page.Count ? $"{ApiRoutes.Updates}{query.At(page[^1].Version)}" : null,
            Updates = [.. page.Select(CreateUpdate)],
        };
    }

    private static UpdateResponse CreateUpdate(CompanyEntry company) => new(
        company.Cik.ToString(), company.Ticker, company.Name, company.Version, company.PublishedAt?.UtcDateTime, company.LastFiled,
        company.RulesVersion, company.Changes);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UpdateTable))]
[JsonSerializable(typeof(UpdatesResponse))]
internal sealed partial class UpdatesJson : JsonSerializerContext;
