using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using EdgarApi.Api.Caching;
using EdgarApi.Api.Callers;
using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Api.Csv;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using EdgarApi.Caching;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;

namespace EdgarApi.Api.Responses;

/// <summary>
/// A successful answer to be: what it is made of and how to compute it. Format, conditional requests, caching headers and compression are the
/// same for all of them and live here; nothing is computed for a client that already holds the current bytes, nor for one whose answer is cached.
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
        var headers = httpContext.Request.Headers;
        if ((format ?? MediaType.Choose(headers.Accept, Formats)) is not { } media)
        {
            await NotAcceptable.ExecuteAsync(httpContext);
            return;
        }

        if (RequestAccount.From(httpContext) is { Caller: { } caller } account)
        {
            account.Needs = account.Needs with { Export = media == MediaType.Csv ? "csv" : null };
            if (account.Needs.Unmet(caller.Tier) is { } unmet)
            {
                await unmet.ExecuteAsync(httpContext);
                return;
            }
        }

        var coding = ContentCoding.Choose(headers.AcceptEncoding);
        var cacheControl = CacheControl.Get(httpContext.GetEndpoint());
        if (data is null)
        {
            await AnswerByContentAsync(httpContext, media, coding, cacheControl);
            return;
        }

        var tag = EntityTag.OfRequest(GetRoute(httpContext), data.Text, canonicalQuery, media);
        if (tag.FindIn(headers.IfNoneMatch, coding) is { } held)
        {
            AnswerWriter.WriteHeaders(httpContext.Response, cacheControl, held, LastModified);
            httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        await AnswerFromCacheAsync(httpContext, data, tag, media, coding, cacheControl);
    }

    private static ApiProblem NotAcceptable =>
        ApiProblem.Create(ProblemKinds.NotAcceptable, $"This answer comes as {string.Join(" or ", Formats.Select(offered => offered.Name))}.");

    private string? LastModified => data?.LastFiled is { } day ? day.ToDateTime(TimeOnly.MinValue).ToString("R", CultureInfo.InvariantCulture) : null;

    private async Task AnswerFromCacheAsync(HttpContext context, DataIdentity identity, EntityTag tag, MediaType media, ContentCoding coding, string cacheControl)
    {
        var (started, services) = (Stopwatch.GetTimestamp(), context.RequestServices);
        var type = JsonTypes.Get<T>(context);
        ApiProblem? problem = null;
        // Runs for all who wait for the same answer, so it must not touch this request.
        var cached = await services.GetRequiredService<AnswerCache>().GetAsync(GetKind(context), identity, tag, RequestAccount.From(context)?.Caller?.Tier, async cancellation =>
        {
            var computed = await compute(cancellation);
            problem = computed.Problem;
            return computed.Value is { } value ? FinishedAnswer.From(media.ContentType, tag, LastModified, Body.Serialize(value, media, type)) : null;
        }, context.RequestAborted);
        if (cached.Value is not { } answer)
        {
            await problem!.ExecuteAsync(context);
            return;
        }

        if (RequestAccount.From(context) is { } account) account.Cache = cached.Result;
        if (cached.Result == CacheResult.Miss) ServerTiming.Write(context, "compute", Stopwatch.GetElapsedTime(started));
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        // An answer whose format Accept chose is found under the same text only if that is what comes without a wish.
        if (cached.Result != CacheResult.Stale && (format is not null || media == Formats[0]) && context.GetEndpoint() is { } endpoint)
        {
            services.GetRequiredService<HotAnswers>().Add(
                HotAnswers.GetTarget(context), identity.Revision, cached, format is not null, endpoint, identity.Company?.Cik.Value,
                RequestAccount.From(context)?.Needs ?? default);
        }

        await AnswerWriter.WriteAsync(context, answer, coding, cacheControl, XCache.From(cached.Result), GetAge(cached, now));
    }

    /// <summary>Answers from memory, which cost less to make than to keep: their bytes tell whether they changed.</summary>
    private async Task AnswerByContentAsync(HttpContext context, MediaType media, ContentCoding coding, string cacheControl)
    {
        var (value, problem) = await compute(context.RequestAborted);
        if (problem is not null)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        var content = Body.Serialize(value!, media, JsonTypes.Get<T>(context));
        var answer = FinishedAnswer.From(media.ContentType, EntityTag.OfContent(content), LastModified, content, coding);
        await AnswerWriter.WriteAsync(context, answer, coding, cacheControl, XCache.From(CacheResult.Miss), StringValues.Empty);
    }

    /// <summary>An answer of the current data version has just been checked against it; only a stale one has aged.</summary>
    private static StringValues GetAge(Cached<FinishedAnswer> cached, DateTimeOffset now) => cached.Result switch
    {
        CacheResult.Miss => StringValues.Empty,
        CacheResult.Stale => ((long)Math.Max(0, (now - cached.ComputedAt).TotalSeconds)).ToString(CultureInfo.InvariantCulture),
        _ => "0",
    };

    private static CacheKind GetKind(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<CacheKind>() ?? CacheKind.Query;

    private static string GetRoute(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? context.Request.Path;
}
