using EdgarApi.Accounts;
using EdgarApi.Accounts.Degraded;
using EdgarApi.Accounts.Keys;
using EdgarApi.Accounts.Limits;
using EdgarApi.Api.Authentication;
using EdgarApi.Api.Callers;
using EdgarApi.Api.RateLimits;
using EdgarApi.Api.Responses;
using EdgarApi.Api.WebSecurity;
using EdgarApi.Caching;
using EdgarApi.Storage.Companies;
using Microsoft.Extensions.Primitives;

namespace EdgarApi.Api.Caching;

/// <summary>Serves a request from memory, before routing, if the response to an identical one is cached.</summary>
internal sealed class HotPath(
    RequestDelegate next, HotAnswers answers, KeyCache keys, AddressCallers addresses, RequestLimiter limiter, DegradedMode degraded,
    AllowedOrigins origins)
{
    private static readonly StringValues ZeroAge = "0";

    public Task InvokeAsync(HttpContext context)
    {
        var method = context.Request.Method;
        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method)) return next(context);
        if (answers.Find(HotAnswers.GetTarget(context)) is not { } hot) return next(context);
        if (hot.GetAnswer(context.Request.Headers.Accept) is not { } answer) return next(context);
        // The CORS headers of routes that need a key depend on the origin.
        if (hot.NeedsKey && origins.All.Count > 0 && context.Request.Headers.Origin.Count > 0) return next(context);
        return FindCaller(context, hot) is { } caller ? CountAsync(context, caller, hot, answer) : next(context);
    }

    /// <summary>
    /// Finds the caller without I/O. Null for a key that is invalid or not in memory: the regular pipeline then authenticates the request.
    /// </summary>
    private Caller? FindCaller(HttpContext context, HotAnswer hot)
    {
        var key = RequestKey.From(context.Request);
        if (key.IsEmpty) return hot.NeedsKey ? null : addresses.GetCaller(context);
        if (!keys.TryCheck(key, out var check) || !check.IsGood) return null;
        return !hot.NeedsKey || (check.Caller.Scopes & KeyScope.Read) != 0 ? check.Caller : null;
    }

    /// <summary>If the tier or degraded mode does not allow the response, the regular pipeline rejects and counts the request.</summary>
    private Task CountAsync(HttpContext context, Caller caller, HotAnswer hot, FinishedAnswer answer)
    {
        if (hot.Needs.FindProblem(caller.Tier) is not null) return next(context);
        if (hot.Needs.Export is not null && degraded.Current is not null) return next(context);
        var info = RequestInfo.From(context)!;
        info.Caller = caller;
        var decision = limiter.SpendAsync(caller);
        return decision.IsCompletedSuccessfully
            ? WriteAsync(context, info, decision.Result, hot, answer)
            : AwaitAndWriteAsync(context, info, decision, hot, answer);
    }

    private static async Task AwaitAndWriteAsync(
        HttpContext context, RequestInfo info, ValueTask<LimitDecision> decision, HotAnswer hot, FinishedAnswer answer) =>
        await WriteAsync(context, info, await decision, hot, answer);

    private static Task WriteAsync(HttpContext context, RequestInfo info, in LimitDecision decision, HotAnswer hot, FinishedAnswer answer)
    {
        // Traces and metrics need the route.
        context.SetEndpoint(hot.Endpoint);
        RateLimitHeaders.Write(context.Response, decision);
        if (hot.AllowsBrowsers) BrowserAccess.Write(context.Response);
        if (!decision.IsAllowed) return RateLimitHeaders.RejectAsync(context, decision);
        (info.Companies, info.Cache, info.Target) = (hot.Companies, CacheResult.HitMemory, hot.Target);
        var coding = ContentCoding.Choose(context.Request.Headers.AcceptEncoding);
        return AnswerWriter.WriteAsync(context, answer, coding, hot.GetCacheControl(info.Caller!), XCache.HitMemory, ZeroAge);
    }
}

internal static class HotPathExtensions
{
    public static IHostApplicationBuilder AddAnswerCache(this IHostApplicationBuilder builder)
    {
        builder.AddTieredCache("answers", new FinishedAnswerCodec());
        builder.Services.AddSingleton<ComputeThreads>();
        builder.Services.AddSingleton(provider => new ComputeLimit(provider.GetRequiredService<ComputeThreads>()));
        builder.Services.AddSingleton<Admission>();
        builder.Services.AddHostedService<HeapCompactor>();
        builder.Services.AddSingleton<AnswerCache>();
        builder.Services.AddSingleton<IVersionListener>(provider => provider.GetRequiredService<AnswerCache>());
        builder.Services.AddSingleton<HotAnswers>();
        return builder;
    }

    /// <summary>Comes before routing, which its requests skip.</summary>
    public static IApplicationBuilder UseHotPath(this IApplicationBuilder app) => app.UseMiddleware<HotPath>();
}
