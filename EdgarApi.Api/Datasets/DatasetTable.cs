using System.Text.Json.Serialization;
using EdgarApi.Api.Csv;
using EdgarApi.Contracts;
using EdgarApi.Storage.Datasets;

namespace EdgarApi.Api.Datasets;

/// <summary>The list of files as a table.</summary>
internal sealed record DatasetTable : DatasetsResponse, ICsvTable
{
    public const string Parquet = "parquet";

    string ICsvTable.FileName => "datasets";

    [JsonIgnore]
    public IEnumerable<string> CsvColumns =>
        ["name", "year", "format", "rows", "bytes", "etag", "dataVersion", "rulesVersion", "builtAt", "url"];

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows => Datasets.Select(file => (CsvCell[])
        [file.Name, file.Year, file.Format, file.Rows, file.Bytes, file.Etag, file.DataVersion, (int?)file.RulesVersion, file.BuiltAt,
            file.Url]);

    public static DatasetTable From(DatasetsQuery query, DatasetManifest manifest) => new()
    {
        DataVersion = manifest.DataVersion,
        RulesVersion = manifest.RulesVersion,
        BuiltAt = manifest.BuiltAt.UtcDateTime,
        Since = query.Since,
        Datasets =
        [
            .. manifest.Files
                .Where(file => (query.Name is null || file.Name == query.Name) && file.DataVersion > (query.Since ?? -1))
                .Select(file => new DatasetFileResponse(
                    file.Name, file.Year, Parquet, file.Rows, file.Bytes, GetEtag(file), file.DataVersion, file.RulesVersion,
                    file.BuiltAt.UtcDateTime, $"{ApiRoutes.Datasets}/{file.Name}/{file.Part}.{Parquet}")),
        ],
    };

    public static string GetEtag(DatasetFile file) => $"\"{file.Sha256}\"";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DatasetTable))]
[JsonSerializable(typeof(DatasetsResponse))]
internal sealed partial class DatasetsJson : JsonSerializerContext;
