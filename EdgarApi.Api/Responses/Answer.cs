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

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var request = httpContext.Request;
        var media = format ?? MediaType.Choose(request.Headers.Accept, Formats);
        if (media is null)
        {
            await ApiProblem.Of(ProblemKinds.NotAcceptable, $"This answer comes as {string.Join(" or ", Formats.Select(offered => offered.Name))}.")
                .ExecuteAsync(httpContext);
            return;
        }

        var coding = ContentCoding.Choose(request.Headers.AcceptEncoding);
        var ifNoneMatch = request.Headers.IfNoneMatch;
        var tag = data is null ? default(EntityTag?) : EntityTag.OfRequest(RouteOf(httpContext), data.Text, canonicalQuery, media);
        if (tag?.FindIn(ifNoneMatch, coding) is { } held)
        {
            WriteNotModified(httpContext, held);
            return;
        }

        var started = Stopwatch.GetTimestamp();
        var (value, problem) = await compute(httpContext.RequestAborted);
        if (problem is not null)
        {
            await problem.ExecuteAsync(httpContext);
            return;
        }

        var chunks = media == MediaType.Csv ? Body.Csv((ICsvTable)value!) : Body.Json(value!, JsonTypes.Of<T>(httpContext));
        if (tag is null)
        {
            var content = chunks.SelectMany(chunk => chunk.ToArray()).ToArray();
            chunks = [content];
            tag = EntityTag.OfContent(content);
        }
        if ((EntityTag.IsAny(ifNoneMatch) ? tag.Value.For(ContentCoding.Identity) : tag.Value.FindIn(ifNoneMatch, coding)) is { } same)
        {
            WriteNotModified(httpContext, same);
            return;
        }

        WriteHeaders(httpContext);
        ServerTiming.Write(httpContext, "compute", Stopwatch.GetElapsedTime(started));
        httpContext.Response.Headers["X-Cache"] = "miss";
        httpContext.Response.ContentType = media.ContentType;
        await BodyWriter.WriteAsync(httpContext, chunks, coding, tag.Value);
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
