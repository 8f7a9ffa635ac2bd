namespace EdgarApi.Contracts.Responses;

/// <summary>The files of bulk data.</summary>
public record DatasetsResponse
{
    /// <summary>
    /// The files contain at least every change up to this data version. Pass it as since to list the files that changed later.
    /// </summary>
    public required long DataVersion { get; init; }

    /// <summary>Lowest version of the rules that computed the values.</summary>
    public required int RulesVersion { get; init; }

    /// <summary>Time of the newest build, UTC.</summary>
    public required DateTime BuiltAt { get; init; }

    /// <summary>The requested data version; null for all files.</summary>
    public required long? Since { get; init; }

    /// <summary>The files by name and year.</summary>
    public required IReadOnlyList<DatasetFileResponse> Datasets { get; init; }
}

/// <summary>A file of a dataset.</summary>
/// <param name="Name">Name of the dataset: companies, values, facts or filings.</param>
/// <param name="Year">Year of the rows; null for a dataset in one file.</param>
/// <param name="Format">Format of the file: parquet.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Bytes">Size in bytes.</param>
/// <param name="Etag">The file's ETag: its SHA-256 in quotes, lower-case hex.</param>
/// <param name="DataVersion">Data version of the first build with these rows. It stays while the rows stay.</param>
/// <param name="RulesVersion">Lowest version of the rules that computed values of that build.</param>
/// <param name="BuiltAt">Time of that build, UTC.</param>
/// <param name="Url">Path of the file.</param>
public sealed record DatasetFileResponse(
    string Name,
    int? Year,
    string Format,
    long Rows,
    long Bytes,
    string Etag,
    long DataVersion,
    int RulesVersion,
    DateTime BuiltAt,
    string Url);
