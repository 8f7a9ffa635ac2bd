using System.Buffers.Binary;
using System.IO.Hashing;
using EdgarApi.Data.Usage.Writing;

namespace EdgarApi.Data.Usage.Spool;

/// <summary>
/// A batch on disk: a mark, the length, a checksum (XxHash3) and then the batch. What a crash or a full disk cut short is told by its length or its checksum, and ends
/// the file: nothing after it can be trusted.
/// </summary>
internal static class SpoolFrame
{
    /// <summary>"EUS" and the layout.</summary>
    private const uint Mark = 0x45555301;

    private const int HeadBytes = 4 + 4 + 8;
    private const int BatchHeadBytes = 16 + 8 + 8 + 4;

    /// <summary>No batch is near as large; a longer length is not one.</summary>
    private const int MaxBytes = 64 * 1024 * 1024;

    public static byte[] Write(UsageBatch batch)
    {
        var frame = new byte[HeadBytes + BatchHeadBytes + batch.Data.Length];
        var content = frame.AsSpan(HeadBytes);
        batch.Id.TryWriteBytes(content);
        BinaryPrimitives.WriteInt64LittleEndian(content[16..], batch.CreatedAt.Ticks);
        BinaryPrimitives.WriteInt64LittleEndian(content[24..], batch.FirstRequestAt.Ticks);
        BinaryPrimitives.WriteInt32LittleEndian(content[32..], batch.Rows);
        batch.Data.Span.CopyTo(content[BatchHeadBytes..]);
        BinaryPrimitives.WriteUInt32LittleEndian(frame, Mark);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(4), content.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(frame.AsSpan(8), XxHash3.HashToUInt64(content));
        return frame;
    }

    /// <summary>The batches of a file, up to where it is whole.</summary>
    public static IEnumerable<UsageBatch> Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 64 * 1024);
        var head = new byte[HeadBytes];
        while (file.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false) == HeadBytes)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(4));
            if (BinaryPrimitives.ReadUInt32LittleEndian(head) != Mark || length is < BatchHeadBytes or > MaxBytes) yield break;
            var content = new byte[length];
            if (file.ReadAtLeast(content, length, throwOnEndOfStream: false) < length) yield break;
            if (XxHash3.HashToUInt64(content) != BinaryPrimitives.ReadUInt64LittleEndian(head.AsSpan(8))) yield break;
            yield return BatchOf(content);
        }
    }

    private static UsageBatch BatchOf(ReadOnlyMemory<byte> content)
    {
        var span = content.Span;
        return new UsageBatch(
            new Guid(span[..16]), TimeAt(span[16..]), TimeAt(span[24..]), BinaryPrimitives.ReadInt32LittleEndian(span[32..]), content[BatchHeadBytes..]);
    }

    private static DateTime TimeAt(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadInt64LittleEndian(bytes), DateTimeKind.Utc);
}
