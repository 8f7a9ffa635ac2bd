using System.Buffers.Binary;
using System.IO.Hashing;
using EdgarApi.Accounts.Usage.Writing;

namespace EdgarApi.Accounts.Usage.Spool;

/// <summary>
/// A batch on disk: magic number, length, checksum (XxHash3), content. The length or the checksum reveals a frame truncated by a crash or a
/// full disk; reading stops there, because nothing after it can be trusted.
/// </summary>
internal static class SpoolFrame
{
    /// <summary>"EUS" and the version of the format.</summary>
    private const uint Magic = 0x45555301;

    private const int HeaderBytes = 4 + 4 + 8;
    private const int BatchHeaderBytes = 16 + 8 + 8 + 4;

    /// <summary>Far above the size of any batch; a greater length means corruption.</summary>
    private const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>Bytes of the frame of a batch.</summary>
    public static int GetLength(UsageBatch batch) => HeaderBytes + BatchHeaderBytes + batch.Data.Length;

    /// <summary>Appends a batch without copying its rows, which amount to megabytes per second under load.</summary>
    /// <exception cref="IOException">The disk rejected the frame or a part of it.</exception>
    public static void Write(Stream file, UsageBatch batch)
    {
        Span<byte> header = stackalloc byte[HeaderBytes + BatchHeaderBytes];
        var batchHeader = header[HeaderBytes..];
        batch.Id.TryWriteBytes(batchHeader);
        BinaryPrimitives.WriteInt64LittleEndian(batchHeader[16..], batch.CreatedAt.Ticks);
        BinaryPrimitives.WriteInt64LittleEndian(batchHeader[24..], batch.FirstRequestAt.Ticks);
        BinaryPrimitives.WriteInt32LittleEndian(batchHeader[32..], batch.Rows);

        var checksum = new XxHash3();
        checksum.Append(batchHeader);
        checksum.Append(batch.Data.Span);
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], BatchHeaderBytes + batch.Data.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(header[8..], checksum.GetCurrentHashAsUInt64());
        file.Write(header);
        file.Write(batch.Data.Span);
    }

    /// <summary>Reads the batches of a file up to the first incomplete or corrupt frame.</summary>
    public static IEnumerable<UsageBatch> Read(string path)
    {
        using var file =
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 64 * 1024);
        var header = new byte[HeaderBytes];
        while (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) == HeaderBytes)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(4));
            if (BinaryPrimitives.ReadUInt32LittleEndian(header) != Magic || length is < BatchHeaderBytes or > MaxBytes) yield break;
            var content = new byte[length];
            if (file.ReadAtLeast(content, length, throwOnEndOfStream: false) < length) yield break;
            if (XxHash3.HashToUInt64(content) != BinaryPrimitives.ReadUInt64LittleEndian(header.AsSpan(8))) yield break;
            yield return ReadBatch(content);
        }
    }

    private static UsageBatch ReadBatch(ReadOnlyMemory<byte> content)
    {
        var span = content.Span;
        return new UsageBatch(
            new Guid(span[..16]), ReadTime(span[16..]), ReadTime(span[24..]), BinaryPrimitives.ReadInt32LittleEndian(span[32..]),
            content[BatchHeaderBytes..]);
    }

    private static DateTime ReadTime(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadInt64LittleEndian(bytes), DateTimeKind.Utc);
}
