using System.Buffers.Binary;
using System.IO.Hashing;
using EdgarApi.Accounts.Usage.Writing;

namespace EdgarApi.Accounts.Usage.Spool;

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

    /// <summary>Bytes that a batch takes.</summary>
    public static int GetLength(UsageBatch batch) => HeadBytes + BatchHeadBytes + batch.Data.Length;

    /// <summary>Appends a batch. The rows are not copied for it: in a rush they are megabytes a second.</summary>
    /// <exception cref="IOException">The disk did not take it, or took a part of it.</exception>
    public static void Write(Stream file, UsageBatch batch)
    {
        Span<byte> head = stackalloc byte[HeadBytes + BatchHeadBytes];
        var batchHead = head[HeadBytes..];
        batch.Id.TryWriteBytes(batchHead);
        BinaryPrimitives.WriteInt64LittleEndian(batchHead[16..], batch.CreatedAt.Ticks);
        BinaryPrimitives.WriteInt64LittleEndian(batchHead[24..], batch.FirstRequestAt.Ticks);
        BinaryPrimitives.WriteInt32LittleEndian(batchHead[32..], batch.Rows);

        var checksum = new XxHash3();
        checksum.Append(batchHead);
        checksum.Append(batch.Data.Span);
        BinaryPrimitives.WriteUInt32LittleEndian(head, Mark);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], BatchHeadBytes + batch.Data.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(head[8..], checksum.GetCurrentHashAsUInt64());
        file.Write(head);
        file.Write(batch.Data.Span);
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
            yield return ReadBatch(content);
        }
    }

    private static UsageBatch ReadBatch(ReadOnlyMemory<byte> content)
    {
        var span = content.Span;
        return new UsageBatch(
            new Guid(span[..16]), TimeAt(span[16..]), TimeAt(span[24..]), BinaryPrimitives.ReadInt32LittleEndian(span[32..]), content[BatchHeadBytes..]);
    }

    private static DateTime TimeAt(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadInt64LittleEndian(bytes), DateTimeKind.Utc);
}
