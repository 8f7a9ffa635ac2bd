using System.Buffers;

namespace EdgarApi.Sec.Live;

/// <summary>
/// Reads bodies of responses into memory: within a limit, and large ones one at a time. A body is collected in pooled chunks, so that a
/// rejected one leaves no large object behind.
/// </summary>
/// <param name="maxLength">Maximum length of a body in bytes.</param>
internal sealed class AnswerBuffer(int maxLength) : IDisposable
{
    /// <summary>Length in bytes above which a body waits until no other large one is being read.</summary>
    public const int LargeLength = 8 << 20;

    private const int ChunkLength = 1 << 18;

    private readonly SemaphoreSlim _large = new(1);

    /// <summary>Reads a body; returns null if it is longer than the limit.</summary>
    public async Task<byte[]?> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var (chunks, length, isLarge) = (new List<byte[]>(), 0, false);
        try
        {
            for (int read; (read = await FillAsync(body, chunks, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                if (read > maxLength - length) return null;
                length += read;
                if (isLarge || length <= LargeLength) continue;
                await _large.WaitAsync(cancellationToken).ConfigureAwait(false);
                isLarge = true;
            }

            return Join(chunks, length);
        }
        finally
        {
            foreach (var chunk in chunks) ArrayPool<byte>.Shared.Return(chunk);
            if (isLarge) _large.Release();
        }
    }

    public void Dispose() => _large.Dispose();

    /// <summary>Adds a chunk; returns its length, which is less than a chunk's only at the end of the body.</summary>
    private static ValueTask<int> FillAsync(Stream body, List<byte[]> chunks, CancellationToken cancellationToken)
    {
        chunks.Add(ArrayPool<byte>.Shared.Rent(ChunkLength));
        return body.ReadAtLeastAsync(chunks[^1].AsMemory(0, ChunkLength), ChunkLength, throwOnEndOfStream: false, cancellationToken);
    }

    private static byte[] Join(List<byte[]> chunks, int length)
    {
        var body = new byte[length];
        for (var position = 0; position < length; position += ChunkLength)
            chunks[position / ChunkLength].AsSpan(0, Math.Min(ChunkLength, length - position)).CopyTo(body.AsSpan(position));
        return body;
    }
}

/// <summary>A body in memory, which is handed on without a copy.</summary>
internal sealed class BufferedContent : ByteArrayContent
{
    public BufferedContent(byte[] body)
        : base(body) => Body = body;

    public byte[] Body { get; }
}
