using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EdgarApi.Api.Csv;

namespace EdgarApi.Api.Responses;

/// <summary>A response that writes its JSON incrementally because it may be long.</summary>
internal interface IJsonStream
{
    /// <summary>Writes the JSON. After each step of the iteration, the bytes written so far may be sent.</summary>
    IEnumerable<long> WriteJson(Utf8JsonWriter json, JsonSerializerOptions options);
}

/// <summary>
/// Serializes bodies lazily, in chunks of about 8 KB. A chunk is valid only until the next one is requested because all chunks share one
/// buffer. So a long response needs no more memory than a short one.
/// </summary>
internal static class Body
{
    public const int ChunkSize = 8 * 1024;

    /// <summary>Serializes the whole body as JSON.</summary>
    public static byte[] Serialize<T>(T value, JsonTypeInfo<T> type) where T : class =>
        value is IJsonStream ? Join(GetJsonChunks(value, type)) : JsonSerializer.SerializeToUtf8Bytes(value, type);

    /// <summary>Serializes the whole body as CSV.</summary>
    public static byte[] Serialize(ICsvTable table, CsvLayout layout) => Join(GetCsvChunks(table, layout));

    public static IEnumerable<ReadOnlyMemory<byte>> GetJsonChunks<T>(T value, JsonTypeInfo<T> type) =>
        value is IJsonStream stream ? GetChunks(stream, type.Options) : [JsonSerializer.SerializeToUtf8Bytes(value, type)];

    public static IEnumerable<ReadOnlyMemory<byte>> GetCsvChunks(ICsvTable table, CsvLayout layout)
    {
        var buffer = new ArrayBufferWriter<byte>(2 * ChunkSize);
        if (layout.HasByteOrderMark) buffer.Write(CsvWriter.ByteOrderMark);
        var (columns, rows) = layout.IsLong
            ? (LongRow.Columns, ((ILongTable)table).LongRows.Select(row => row.Cells))
            : (table.CsvColumns, table.CsvRows);
        CsvWriter.WriteRow(buffer, columns.Select(column => (CsvCell)column));
        foreach (var row in rows)
        {
            CsvWriter.WriteRow(buffer, row);
            if (buffer.WrittenCount < ChunkSize) continue;
            yield return buffer.WrittenMemory;
            buffer.ResetWrittenCount();
        }
        yield return buffer.WrittenMemory;
    }

    private static byte[] Join(IEnumerable<ReadOnlyMemory<byte>> chunks)
    {
        using var body = new MemoryStream(2 * ChunkSize);
        foreach (var chunk in chunks) body.Write(chunk.Span);
        return body.ToArray();
    }

    private static IEnumerable<ReadOnlyMemory<byte>> GetChunks(IJsonStream stream, JsonSerializerOptions options)
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
