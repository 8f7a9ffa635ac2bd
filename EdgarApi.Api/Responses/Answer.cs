using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using EdgarApi.Accounts.Degraded;
using EdgarApi.Api.Caching;
using EdgarApi.Api.Callers;
using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Api.Csv;
using EdgarApi.Api.Degraded;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using EdgarApi.Caching;
using EdgarApi.Contracts;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;

namespace EdgarApi.Api.Responses;

/// <summary>
/// A successful response, computed on demand. All endpoints share its format negotiation, conditional requests, caching headers and
/// compression. It computes nothing if the client already has the current bytes or the response is cached.
/// </summary>
/// <param name="data">Identity of the data; null if only the serialized bytes show whether the response changed.</param>
/// <param name="canonicalQuery">Normalized query: equal for requests with the same meaning.</param>
/// <param name="format">The requested format.</param>
/// <param name="compute">Computes the value.</param>
internal sealed class Answer<T>(
    DataIdentity? data, string canonicalQuery, RequestedFormat format, Func<CancellationToken, ValueTask<Computed<T>>> compute)
    : IResult, IEndpointMetadataProvider where T : class
{
    private static readonly bool IsTable = typeof(T).IsAssignableTo(typeof(ICsvTable));
    private static readonly IReadOnlyList<MediaType> Formats = IsTable ? [MediaType.Json, MediaType.Csv] : [MediaType.Json];

    /// <summary>The type that the OpenAPI document describes: of a table, the response of the contract that it extends.</summary>
    private static readonly Type Described = typeof(T).BaseType is { } contract && contract.Assembly == typeof(ApiRoutes).Assembly
        ? contract
        : typeof(T);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => builder.Metadata.Add(
        new ProducesResponseTypeMetadata(StatusCodes.Status200OK, Described, [MediaType.Json.Name]));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Request.Headers;
        if ((format.Media ?? MediaType.Choose(headers.Accept, Formats)) is not { } media)
        {
            await NotAcceptable.ExecuteAsync(httpContext);
            return;
        }

        if (media != MediaType.Csv && format.Layout != CsvLayout.Default)
        {
            await CreateOnlyCsv(format.Layout).ExecuteAsync(httpContext);
            return;
        }

        var info = RequestInfo.From(httpContext);
        if (media == MediaType.Csv && info is not null
            && info.Require(info.Needs with { Export = "csv" }) is { } problem)
        {
            await problem.ExecuteAsync(httpContext);
            return;
        }

        var degraded = httpContext.RequestServices.GetRequiredService<DegradedMode>().Current;
        if (media != MediaType.Json && degraded is not null)
        {
            await DegradedProblem.NoExports(degraded, media.Name).ExecuteAsync(httpContext);
            return;
        }

        var coding = ContentCoding.Choose(headers.AcceptEncoding);
        var cacheControl = CacheControl.Get(httpContext.GetEndpoint(), hasKey: info?.Caller is { HasKey: true });
        if (data is null)
        {
            await WriteByContentAsync(httpContext, media, coding, cacheControl);
            return;
        }

        var tag = EntityTag.ForRequest(GetRoute(httpContext), data.Text, canonicalQuery + format.Layout.Query, media);
        if (tag.FindMatch(headers.IfNoneMatch, coding) is { } match)
        {
            AnswerWriter.WriteHeaders(httpContext.Response, cacheControl, match, LastModified);
            httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
            if (info is not null) info.HasClientCopy = true;
            return;
        }

        await (degraded is null
            ? WriteFromCacheAsync(httpContext, data, tag, media, coding, cacheControl)
            : WriteIfCachedAsync(httpContext, data, tag, degraded, coding, cacheControl));
    }

    /// <summary>Computes the value for a response that is not written as one of the endpoint, such as the result of a tool.</summary>
    /// <exception cref="OverloadedException">Too many responses are computed.</exception>
    public async ValueTask<Computed<T>> ComputeAsync(HttpContext context)
    {
        // Such a response needs no database and is cheaper to compute than to cache.
        if (data is null) return await compute(context.RequestAborted);
        var services = context.RequestServices;
        if (services.GetRequiredService<DegradedMode>().Current is { } degraded) return DegradedProblem.NotComputed(degraded).Problem;
        return await services.GetRequiredService<ComputeLimit>().RunAsync(
            RequestInfo.From(context)?.Caller?.Tier, compute, context.RequestAborted);
    }

    private static ApiProblem CreateOnlyCsv(CsvLayout layout) => ApiProblem.InvalidParameter(
        layout.IsLong ? CsvLayout.ShapeParameter.Name : CsvLayout.ByteOrderMarkParameter.Name, "applies to CSV only; add format=csv");

    private static ApiProblem NotAcceptable => ApiProblem.Create(
        ProblemKinds.NotAcceptable, $"This response is available as {string.Join(" or ", Formats.Select(offered => offered.Name))}.");

    private string? LastModified => data?.LastFiled is { } day
        ? day.ToDateTime(TimeOnly.MinValue).ToString("R", CultureInfo.InvariantCulture)
        : null;

    private async Task WriteFromCacheAsync(
        HttpContext context, DataIdentity identity, EntityTag tag, MediaType media, ContentCoding coding, string cacheControl)
    {
        var (started, services) = (Stopwatch.GetTimestamp(), context.RequestServices);
        var type = JsonTypes.Get<T>(context);
        ApiProblem? problem = null;
        // The computation serves every request that waits for the same response, so it must not use this request's context.
        async ValueTask<FinishedAnswer?> ComputeAsync(CancellationToken cancellation)
        {
            var computed = await compute(cancellation);
            problem = computed.Problem;
            if (computed.Value is not { } value) return null;
            var answer = new FinishedAnswer(media.ContentType, tag, LastModified, Serialize(value, media, type))
            {
                Headers = GetHeaders(value, media),
            };
            answer.GetBody(coding); // so that Redis has it and no other process compresses it
            return answer;
        }

        if (await services.GetRequiredService<AnswerCache>().GetAsync(
            GetKind(context), identity, tag, RequestInfo.From(context)?.Caller?.Tier, ComputeAsync, context.RequestAborted)
            is not { } cached)
        {
            context.Response.Headers.RetryAfter = UnhandledExceptions.RetryAfterSeconds;
            await ApiProblem.Overloaded.ExecuteAsync(context);
            return;
        }

        if (cached.Value is not { } answer)
        {
            await problem!.ExecuteAsync(context);
            return;
        }

        if (cached.Result == CacheResult.Miss) ServerTiming.Write(context, "compute", Stopwatch.GetElapsedTime(started));
        // The hot path finds responses by raw target, without negotiation. A format from Accept qualifies only if it is the default.
        var isDefaultFormat = format.Media is not null || media == Formats[0];
        if (cached.Result is CacheResult.HitMemory or CacheResult.HitRedis && isDefaultFormat && context.GetEndpoint() is { } endpoint)
        {
            services.GetRequiredService<HotAnswers>().Add(
                HotAnswers.GetTarget(context), identity.Revision, cached, format.Media is not null, endpoint,
                RequestInfo.From(context)?.Companies ?? [],
                RequestInfo.From(context)?.Needs ?? default);
        }

        await WriteAsync(context, answer, cached, coding, cacheControl);
    }

    /// <summary>Writes a cached response, also an outdated one. Degraded mode computes nothing.</summary>
    private static async Task WriteIfCachedAsync(
        HttpContext context, DataIdentity identity, EntityTag tag, DegradedPeriod degraded, ContentCoding coding, string cacheControl)
    {
        var cached = await context.RequestServices.GetRequiredService<AnswerCache>().FindAsync(
            GetKind(context), identity, tag, context.RequestAborted);
        await (cached.Value is { } answer
            ? WriteAsync(context, answer, cached, coding, cacheControl)
            : DegradedProblem.NotCached(degraded).ExecuteAsync(context));
    }

    private static Task WriteAsync(
        HttpContext context, FinishedAnswer answer, in Cached<FinishedAnswer> cached, ContentCoding coding, string cacheControl)
    {
        if (RequestInfo.From(context) is { } info) info.Cache = cached.Result;
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        return AnswerWriter.WriteAsync(context, answer, coding, cacheControl, XCache.From(cached.Result), GetAge(cached, now));
    }

    /// <summary>Writes a response that is cheaper to compute than to cache. Its ETag is a hash of the bytes.</summary>
    private async Task WriteByContentAsync(HttpContext context, MediaType media, ContentCoding coding, string cacheControl)
    {
        var (value, problem) = await compute(context.RequestAborted);
        if (problem is not null)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        var content = Serialize(value!, media, JsonTypes.Get<T>(context));
        var answer = new FinishedAnswer(media.ContentType, EntityTag.ForContent(content), LastModified, content)
        {
            Headers = GetHeaders(value!, media),
        };
        await AnswerWriter.WriteAsync(context, answer, coding, cacheControl, XCache.From(CacheResult.Miss), StringValues.Empty);
    }

    /// <summary>Gets <c>Age</c>. Only a stale response has an age: others were just checked against the data version.</summary>
    private static StringValues GetAge(in Cached<FinishedAnswer> cached, DateTimeOffset now) => cached.Result switch
    {
        CacheResult.Miss => StringValues.Empty,
        CacheResult.Stale => ((long)Math.Max(0, (now - cached.ComputedAt).TotalSeconds)).ToString(CultureInfo.InvariantCulture),
        _ => "0",
    };

    private byte[] Serialize(T value, MediaType media, JsonTypeInfo<T> type) =>
        media == MediaType.Csv ? Body.Serialize((ICsvTable)value, format.Layout) : Body.Serialize(value, type);

    /// <summary>Gets the headers on the page and the file. The next page has the same format, also if <c>Accept</c> chose it.</summary>
    private AnswerHeaders GetHeaders(T value, MediaType media)
    {
        var (next, total) = value is IPage page ? (page.Next, page.Count) : (null, null);
        return media == MediaType.Csv
            ? AnswerHeaders.From(
                next is null ? null : CsvRoute.GetAddress(next) + format.Layout.Query, total, $"{((ICsvTable)value).FileName}.csv")
            : AnswerHeaders.From(next, total, file: null);
    }

    private static CacheKind GetKind(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<CacheKind>() ?? CacheKind.Query;

    private static string GetRoute(HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint endpoint ? CsvRoute.GetTemplate(endpoint) : context.Request.Path;
}
