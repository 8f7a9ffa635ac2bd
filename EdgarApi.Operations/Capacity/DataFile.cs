using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace EdgarApi.Operations.Capacity;

/// <summary>A JSON file of the user's, or the embedded one with its defaults.</summary>
internal static class DataFile
{
    /// <exception cref="InvalidDataException">The file is not JSON, or has another structure.</exception>
    public static T Read<T>(string? file, string embedded, JsonTypeInfo<T> type)
    {
        using var stream = file is null ? typeof(DataFile).Assembly.GetManifestResourceStream(embedded)! : File.OpenRead(file);
        try
        {
            return JsonSerializer.Deserialize(stream, type) ?? throw new InvalidDataException($"{file ?? embedded} is empty.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{file ?? embedded}: {error.Message}", error);
        }
    }
}
