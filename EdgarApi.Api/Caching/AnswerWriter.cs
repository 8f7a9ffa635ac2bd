using EdgarApi.Api.Responses;
using Microsoft.Extensions.Primitives;

namespace EdgarApi.Api.Caching;

/// <summary>Sends finished answers; every header's value is made already.</summary>
internal static class AnswerWriter
{
    /// <summary>From this length on an answer goes out piece by piece, so that a slow client holds back the pieces and not the whole.</summary>
    public const int StreamingThreshold = 100 * 1024;

    public static readonly StringValues Vary = "Accept-Encoding, Accept";

    /// <summary>The entity's own headers, which a 304 has too.</summary>
    public static void WriteHeaders(HttpResponse response, StringValues cacheControl, StringValues tag, StringValues lastModified)
    {
        var headers = response.Headers;
        headers.CacheControl = cacheControl;
        headers.Vary = Vary;
        headers.ETag = tag;
        if (lastModified.Count > 0) headers.LastModified = lastModified;
    }

    /// <summary>The answer, or 304 if the client holds it already.</summary>
    public static Task WriteAsync(HttpContext context, FinishedAnswer answer, ContentCoding coding, StringValues cacheControl, StringValues xCache, StringValues age)
    {
        var (response, body) = (context.Response, answer.In(coding));
        response.Headers[XCache.Header] = xCache;
        if (age.Count > 0) response.Headers.Age = age;
        if (HeldTag(context.Request.Headers.IfNoneMatch, answer, body, coding) is { Count: > 0 } held)
        {
            WriteHeaders(response, cacheControl, held, answer.LastModified);
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        WriteHeaders(response, cacheControl, body.ETag, answer.LastModified);
        response.Headers.ContentType = answer.ContentType;
        if (body.ContentEncoding.Count > 0) response.Headers.ContentEncoding = body.ContentEncoding;
        response.ContentLength = body.Bytes.Length;
        if (HttpMethods.IsHead(context.Request.Method)) return Task.CompletedTask;
        if (body.Bytes.Length >= StreamingThreshold) return StreamAsync(context, body.Bytes);
        // Without RequestAborted, for which Kestrel would make a source of tokens: a write to a client that went away ends by itself.
        var writing = response.BodyWriter.WriteAsync(body.Bytes, CancellationToken.None);
        if (!writing.IsCompletedSuccessfully) return writing.AsTask();
        // A value task's result is to be taken, though here it says nothing.
        _ = writing.Result;
        return Task.CompletedTask;
    }

    private static StringValues HeldTag(StringValues ifNoneMatch, FinishedAnswer answer, FinishedBody body, ContentCoding coding)
    {
        if (ifNoneMatch.Count == 0) return StringValues.Empty;
        if (ifNoneMatch.Count == 1 && string.Equals(ifNoneMatch[0], body.ETag[0], StringComparison.Ordinal)) return body.ETag;
        return ConditionalRequests.EntityTag.IsAny(ifNoneMatch) ? body.ETag : answer.Tag.FindIn(ifNoneMatch, coding);
    }

    private static async Task StreamAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        for (var sent = 0; sent < body.Length; sent += Body.ChunkSize)
            await context.Response.BodyWriter.WriteAsync(body.Slice(sent, Math.Min(Body.ChunkSize, body.Length - sent)), context.RequestAborted);
    }
}
