using System.Text.Json.Serialization;

namespace EdgarApi.Storage.Datasets;

/// <summary>A file of a dataset. Its bytes never change: a file with other rows has another path.</summary>
public sealed record DatasetFile
{
    /// <summary>Name of the dataset.</summary>
    public required string Name { get; init; }

    /// <summary>The year of the rows; null for a dataset in one file.</summary>
    public required int? Year { get; init; }

    /// <summary>Path below the folder, with slashes.</summary>
    public required string Path { get; init; }

    /// <summary>Number of rows.</summary>
    public required long Rows { get; init; }

    /// <summary>Size in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of the bytes, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Data version of the first build with these rows.</summary>
    public required long DataVersion { get; init; }

    /// <summary>Lowest version of the rules that computed values of that build.</summary>
    public required int RulesVersion { get; init; }

    /// <summary>Time of that build.</summary>
    public required DateTimeOffset BuiltAt { get; init; }

    /// <summary>Name of the file for clients: the year, or <c>all</c>.</summary>
    [JsonIgnore]
    public string Part => GetPart(Year);

    /// <summary>Gets the name of a file from its year.</summary>
    public static string GetPart(int? year) => year?.ToString("0000", System.Globalization.CultureInfo.InvariantCulture) ?? "all";
}

/// <summary>The files of one build. It is written last, so it names complete files only.</summary>
public sealed record DatasetManifest
{
    /// <summary>Name of the file in the folder.</summary>
    public const string FileName = "manifest.json";

    /// <summary>Version of the columns and of this file.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Version of the columns and of this file when it was written.</summary>
    public required int Format { get; init; }

    /// <summary>The files contain at least every change up to this data version.</summary>
    public required long DataVersion { get; init; }

    /// <summary>Lowest version of the rules that computed the values.</summary>
    public required int RulesVersion { get; init; }

    /// <summary>Time of the build, UTC.</summary>
    public required DateTimeOffset BuiltAt { get; init; }

    /// <summary>The files contain only companies that changed after this data version; null for all companies.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Since { get; init; }

    /// <summary>By name and year.</summary>
    public required IReadOnlyList<DatasetFile> Files { get; init; }

    /// <summary>Files of earlier builds that still exist.</summary>
    public IReadOnlyList<ReplacedDatasetFile> Replaced { get; init; } = [];

    /// <summary>Finds a file; null if the dataset does not have it.</summary>
    public DatasetFile? Find(string name, string part) => Files.FirstOrDefault(file => file.Name == name && file.Part == part);
}

/// <summary>A file that a later build replaced.</summary>
/// <param name="Path">Path below the folder.</param>
/// <param name="At">Time of the build that replaced it.</param>
public sealed record ReplacedDatasetFile(string Path, DateTimeOffset At);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(DatasetManifest))]
internal sealed partial class DatasetManifestJson : JsonSerializerContext;
