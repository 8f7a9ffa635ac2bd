using EdgarApi.Api.Contract;
using EdgarApi.Api.Responses;
using EdgarApi.Contracts;
using Microsoft.Extensions.Primitives;

namespace EdgarApi.Api.Caching;

/// <summary>Writes serialized responses. All header values are precomputed.</summary>
internal static class AnswerWriter
{
    /// <summary>Minimum body size in bytes for sending in chunks. A slow client then ties up one chunk instead of the whole body.</summary>
    public const int StreamingThreshold = 100 * 1024;

    public static readonly StringValues Vary = "Accept-Encoding, Accept";

    /// <summary>Writes the headers that a 304 has too.</summary>
    public static void WriteHeaders(HttpResponse response, StringValues cacheControl, StringValues tag, StringValues lastModified)
    {
        var headers = response.Headers;
        headers.CacheControl = cacheControl;
        headers.Vary = Vary;
        headers.ETag = tag;
        headers[RulesVersions.Header] = RulesVersions.HeaderValue;
        if (lastModified.Count > 0) headers.LastModified = lastModified;
    }

    /// <summary>Writes the response, or 304 if the client already has it.</summary>
    public static Task WriteAsync(
        HttpContext context, FinishedAnswer answer, ContentCoding coding, StringValues cacheControl, StringValues xCache, StringValues age)
    {
        var (response, body) = (context.Response, answer.GetBody(coding));
        response.Headers[XCache.Header] = xCache;
        if (age.Count > 0) response.Headers.Age = age;
        if (FindMatch(context.Request.Headers.IfNoneMatch, answer, body, coding) is { Count: > 0 } match)
        {
            WriteHeaders(response, cacheControl, match, answer.LastModified);
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        WriteHeaders(response, cacheControl, body.ETag, answer.LastModified);
        response.Headers.ContentType = answer.ContentType;
        if (answer.Headers.Link.Count > 0) response.Headers.Link = answer.Headers.Link;
        if (answer.Headers.TotalCount.Count > 0) response.Headers[ApiHeaders.TotalCount] = answer.Headers.TotalCount;
        if (answer.Headers.Disposition.Count > 0) response.Headers.ContentDisposition = answer.Headers.Disposition;
        if (body.ContentEncoding.Count > 0) response.Headers.ContentEncoding = body.ContentEncoding;
        response.ContentLength = body.Bytes.Length;
        if (HttpMethods.IsHead(context.Request.Method)) return Task.CompletedTask;
        if (body.Bytes.Length >= StreamingThreshold) return StreamAsync(context, body.Bytes);
        // RequestAborted would make Kestrel allocate a token source. A write to a disconnected client completes anyway.
        var write = response.BodyWriter.WriteAsync(body.Bytes, CancellationToken.None);
        if (!write.IsCompletedSuccessfully) return write.AsTask();
        // A ValueTask must be consumed.
        _ = write.Result;
        return Task.CompletedTask;
    }

    private static StringValues FindMatch(StringValues ifNoneMatch, FinishedAnswer answer, FinishedBody body, ContentCoding coding)
    {
        if (ifNoneMatch.Count == 0) return StringValues.Empty;
        if (ifNoneMatch.Count == 1 && string.Equals(ifNoneMatch[0], body.ETag[0], StringComparison.Ordinal)) return body.ETag;
        return ConditionalRequests.EntityTag.IsAny(ifNoneMatch) ? body.ETag : answer.Tag.FindMatch(ifNoneMatch, coding);
    }

    private static async Task StreamAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        for (var sent = 0; sent < body.Length; sent += Body.ChunkSize)
        {
            var chunk = body.Slice(sent, Math.Min(Body.ChunkSize, body.Length - sent));
            await context.Response.BodyWriter.WriteAsync(chunk, context.RequestAborted);
        }
    }
}
