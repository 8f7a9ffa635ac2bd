using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Api.Csv;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using Microsoft.AspNetCore.Http.Metadata;

namespace EdgarApi.Api.Responses;

/// <summary>
/// A successful answer to be: what it is made of and how to compute it. Format, conditional requests, caching headers and compression are the
/// same for all of them and live here; nothing is computed for a client that already holds the current bytes.
/// </summary>
/// <param name="data">Identity of the data; null when only the finished bytes tell whether the answer changed.</param>
/// <param name="canonicalQuery">The same for requests that mean the same.</param>
/// <param name="format">The format asked for by parameter; null leaves it to <c>Accept</c>.</param>
/// <param name="compute">Computes the value.</param>
internal sealed class Answer<T>(DataIdentity? data, string canonicalQuery, MediaType? format, Func<CancellationToken, ValueTask<Computed<T>>> compute)
    : IResult, IEndpointMetadataProvider where T : class
{
    private static readonly bool IsTable = typeof(T).IsAssignableTo(typeof(ICsvTable));
    private static readonly IReadOnlyList<MediaType> Formats = IsTable ? [MediaType.Json, MediaType.Csv] : [MediaType.Json];

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => builder.Metadata.Add(
        new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), [.. Formats.Select(media => media.Name)]));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Request.Headers;
        if ((format ?? MediaType.Choose(headers.Accept, Formats)) is not { } media) return NotAcceptable.ExecuteAsync(httpContext);

        var coding = ContentCoding.Choose(headers.AcceptEncoding);
        if (data is null) return ComputeAsync(httpContext, media, coding, known: null);

        var tag = EntityTag.OfRequest(RouteOf(httpContext), data.Text, canonicalQuery, media);
        if (tag.FindIn(headers.IfNoneMatch, coding) is not { } held) return ComputeAsync(httpContext, media, coding, tag);
        WriteNotModified(httpContext, held);
        return Task.CompletedTask;
    }

    private static ApiProblem NotAcceptable =>
        ApiProblem.Of(ProblemKinds.NotAcceptable, $"This answer comes as {string.Join(" or ", Formats.Select(offered => offered.Name))}.");

    private async Task ComputeAsync(HttpContext context, MediaType media, ContentCoding coding, EntityTag? known)
    {
        var started = Stopwatch.GetTimestamp();
        var (value, problem) = await compute(context.RequestAborted);
        ServerTiming.Write(context, "compute", Stopwatch.GetElapsedTime(started));
        if (problem is not null)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        var chunks = media == MediaType.Csv ? Body.Csv((ICsvTable)value!) : Body.Json(value!, JsonTypes.Of<T>(context));
        var (tag, body) = known is { } current ? (current, chunks) : TagByContent(chunks);
        var ifNoneMatch = context.Request.Headers.IfNoneMatch;
        if ((EntityTag.IsAny(ifNoneMatch) ? tag.For(ContentCoding.Identity) : tag.FindIn(ifNoneMatch, coding)) is { } held)
        {
            WriteNotModified(context, held);
            return;
        }

        WriteHeaders(context);
        context.Response.Headers["X-Cache"] = "miss";
        context.Response.ContentType = media.ContentType;
        await BodyWriter.WriteAsync(context, body, coding, tag);
    }

    private static (EntityTag Tag, IEnumerable<ReadOnlyMemory<byte>> Body) TagByContent(IEnumerable<ReadOnlyMemory<byte>> chunks)
    {
        var content = chunks.SelectMany(chunk => chunk.ToArray()).ToArray();
        return (EntityTag.OfContent(content), [content]);
    }

    private void WriteNotModified(HttpContext context, string tag)
    {
        WriteHeaders(context);
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        context.Response.Headers.ETag = tag;
    }

    private void WriteHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = CacheControl.Of(context.GetEndpoint());
        headers.Vary = "Accept-Encoding, Accept";
        headers.XContentTypeOptions = "nosniff";
        if (data?.LastFiled is { } day) headers.LastModified = day.ToDateTime(TimeOnly.MinValue).ToString("R", CultureInfo.InvariantCulture);
    }

    private static string RouteOf(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? context.Request.Path;
}
