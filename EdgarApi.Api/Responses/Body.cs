using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EdgarApi.Api.Csv;

namespace EdgarApi.Api.Responses;

/// <summary>An answer that writes its JSON piece by piece, because it may be long.</summary>
internal interface IJsonStream
{
    /// <summary>Writes on; each step of the iteration is a place at which what is written may be sent.</summary>
    IEnumerable<long> WriteJson(Utf8JsonWriter json, JsonSerializerOptions options);
}

/// <summary>
/// Bodies as a sequence of chunks of about 8 KB, made as they are asked for. A chunk is only good until the next one is asked for: they share
/// one buffer, so a long answer takes no more memory than a short one.
/// </summary>
internal static class Body
{
    public const int ChunkSize = 8 * 1024;

    /// <summary>The whole body in a format.</summary>
    public static byte[] Serialize<T>(T value, MediaType media, JsonTypeInfo<T> type) where T : class
    {
        if (media == MediaType.Json && value is not IJsonStream) return JsonSerializer.SerializeToUtf8Bytes(value, type);
        using var body = new MemoryStream(2 * ChunkSize);
        foreach (var chunk in media == MediaType.Csv ? Csv((ICsvTable)value) : Json(value, type)) body.Write(chunk.Span);
        return body.ToArray();
    }

    public static IEnumerable<ReadOnlyMemory<byte>> Json<T>(T value, JsonTypeInfo<T> type) =>
        value is IJsonStream stream ? Stream(stream, type.Options) : [JsonSerializer.SerializeToUtf8Bytes(value, type)];

    public static IEnumerable<ReadOnlyMemory<byte>> Csv(ICsvTable table)
    {
        var buffer = new ArrayBufferWriter<byte>(2 * ChunkSize);
        CsvWriter.WriteRow(buffer, table.CsvColumns.Select(column => (CsvCell)column));
        foreach (var row in table.CsvRows)
        {
            CsvWriter.WriteRow(buffer, row);
            if (buffer.WrittenCount < ChunkSize) continue;
            yield return buffer.WrittenMemory;
            buffer.ResetWrittenCount();
        }
        yield return buffer.WrittenMemory;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Stream(IJsonStream stream, JsonSerializerOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>(2 * ChunkSize);
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = options.Encoder, SkipValidation = true });
        foreach (var _ in stream.WriteJson(json, options))
        {
            if (buffer.WrittenCount + json.BytesPending < ChunkSize) continue;
            json.Flush();
            yield return buffer.WrittenMemory;
            buffer.ResetWrittenCount();
        }
        json.Flush();
        yield return buffer.WrittenMemory;
    }
}
