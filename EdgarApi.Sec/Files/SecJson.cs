using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using EdgarApi.Financials.Companies;

namespace EdgarApi.Sec.Files;

/// <summary>Reads the SEC's JSON files with limits; its exceptions name file and offset.</summary>
internal static class SecJson
{
    public static T Read<T>(ReadOnlySpan<byte> utf8Json, string file, JsonTypeInfo<T> type)
        where T : class
    {
        // JSON allows no byte order mark, but tools that save these files again add one.
        var bom = utf8Json.StartsWith("\uFEFF"u8) ? 3 : 0;
        try
        {
            return JsonSerializer.Deserialize(utf8Json[bom..], type) ?? throw new SecDataException(file, "contains null", 0);
        }
        catch (JsonException error)
        {
            var offset = bom + GetOffset(utf8Json[bom..], error);
            throw new SecDataException(file, GetReason(error), offset, error);
        }
    }

    private static string GetReason(JsonException error)
    {
        // The serializer appends path and position to its message; the exception has the offset already.
        var words = error.Message.Split(" Path: ", 2)[0].Split(" LineNumber: ", 2)[0].TrimEnd('.');
        return error.Path is null or "$" ? words : $"{words}, in {error.Path}";
    }

    private static long GetOffset(ReadOnlySpan<byte> json, JsonException error)
    {
        long offset = 0;
        for (var line = error.LineNumber ?? 0; line > 0; line--)
        {
            var end = json[(int)offset..].IndexOf((byte)'\n');
            if (end < 0) break;
            offset += end + 1;
        }

        return Math.Min(offset + (error.BytePositionInLine ?? 0), json.Length);
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 16, Converters = [typeof(CikJsonConverter)])]
[JsonSerializable(typeof(SubmissionsDocument))]
[JsonSerializable(typeof(FilingColumns))]
[JsonSerializable(typeof(TickerTable))]
[JsonSerializable(typeof(Dictionary<string, TickerRow>))]
internal sealed partial class SecJsonContext : JsonSerializerContext;

/// <summary>Reads a CIK as a number, or as a string with or without leading zeros; the SEC's files contain all three.</summary>
internal sealed class CikJsonConverter : JsonConverter<Cik>
{
    public override Cik Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetInt64(out var number) && number is > 0 and <= Cik.MaxValue => new Cik(number),
        JsonTokenType.String when Cik.TryParse(reader.GetString().AsSpan(), out var cik) => cik,
        _ => throw new JsonException("A CIK is a number of one to ten digits."),
    };

    public override void Write(Utf8JsonWriter writer, Cik value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
