using EdgarApi.Api.ConditionalRequests;

namespace EdgarApi.Api.Responses;

/// <summary>
/// Sends a body: in one piece with its length when it is whole, else as it is made. What is 1 KB or longer goes compressed if the client
/// takes that, under the ETag of that coding.
/// </summary>
internal static class BodyWriter
{
    public static async Task WriteAsync(HttpContext context, IEnumerable<ReadOnlyMemory<byte>> chunks, ContentCoding coding, EntityTag tag)
    {
        using var chunk = chunks.GetEnumerator();
        if (!chunk.MoveNext()) throw new InvalidOperationException("A body has at least one chunk.");

        if (chunk.Current.Length < ContentCoding.Threshold) coding = ContentCoding.Identity;
        context.Response.Headers.ETag = tag.For(coding);
        if (coding != ContentCoding.Identity) context.Response.Headers.ContentEncoding = coding.Name;

        // A chunk shorter than the chunk size is the last one.
        var isWhole = chunks is ICollection<ReadOnlyMemory<byte>> { Count: 1 } || chunk.Current.Length < Body.ChunkSize;
        if (isWhole) await WriteWholeAsync(context, chunk.Current, coding);
        else await StreamAsync(context, chunk, coding);
    }

    private static async Task WriteWholeAsync(HttpContext context, ReadOnlyMemory<byte> body, ContentCoding coding)
    {
        if (coding != ContentCoding.Identity) body = Compress(body, coding);
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }

    private static async Task StreamAsync(HttpContext context, IEnumerator<ReadOnlyMemory<byte>> chunk, ContentCoding coding)
    {
        if (HttpMethods.IsHead(context.Request.Method)) return;
        await using var compressed = coding == ContentCoding.Identity ? null : coding.Compress(context.Response.Body);
        var output = compressed ?? context.Response.Body;
        do await output.WriteAsync(chunk.Current, context.RequestAborted);
        while (chunk.MoveNext());
    }

    private static ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> body, ContentCoding coding)
    {
        using var output = new MemoryStream(body.Length / 4);
        using (var compressed = coding.Compress(output)) compressed.Write(body.Span);
        return output.GetBuffer().AsMemory(0, (int)output.Length);
    }
}
