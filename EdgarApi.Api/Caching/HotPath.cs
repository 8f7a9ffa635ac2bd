using EdgarApi.Accounts;
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

/// <summary>The first thing that a request meets: an answer to the same text, if there is one. Everything else goes on to routing.</summary>
internal sealed class HotPath(
    RequestDelegate next, HotAnswers answers, KeyCache ring, AddressCallers addresses, RequestLimiter limiter, CacheMetrics metrics)
{
    private static readonly StringValues JustNow = "0";

    public Task InvokeAsync(HttpContext context)
    {
        var method = context.Request.Method;
        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method)) return next(context);
        if (answers.Find(HotAnswers.GetTarget(context)) is not { } hot) return next(context);
        if (hot.For(context.Request.Headers.Accept) is not { } answer) return next(context);
        return CallerFor(context, hot) is { } caller ? CountAsync(context, caller, hot, answer) : next(context);
    }

    /// <summary>Whose request it is. Asks nobody: whose key is not known here, or bad, meets the answer or the refusal where everybody does.</summary>
    private Caller? CallerFor(HttpContext context, HotAnswer hot)
    {
        var key = RequestKey.From(context.Request);
        if (key.IsEmpty) return hot.NeedsKey ? null : addresses.GetCaller(context);
        if (!ring.TryCheck(key, out var check) || !check.IsGood) return null;
        return !hot.NeedsKey || (check.Caller.Scopes & KeyScope.Read) != 0 ? check.Caller : null;
    }

    /// <summary>Whom the answer is too much for meets the refusal where everybody does, and is counted there.</summary>
    private Task CountAsync(HttpContext context, Caller caller, HotAnswer hot, FinishedAnswer answer)
    {
        if (!hot.Needs.AreMetBy(caller.Tier)) return next(context);
        var account = RequestAccount.From(context)!;
        account.Caller = caller;
        var spent = limiter.SpendAsync(caller);
        return spent.IsCompletedSuccessfully ? WriteAsync(context, account, spent.Result, hot, answer) : WriteLaterAsync(context, account, spent, hot, answer);
    }

    private async Task WriteLaterAsync(HttpContext context, RequestAccount account, ValueTask<LimitDecision> spent, HotAnswer hot, FinishedAnswer answer) =>
        await WriteAsync(context, account, await spent, hot, answer);

    private Task WriteAsync(HttpContext context, RequestAccount account, in LimitDecision decision, HotAnswer hot, FinishedAnswer answer)
    {
        // The traces and metrics name the route.
        context.SetEndpoint(hot.Endpoint);
        RateLimitHeaders.Write(context.Response, decision);
        if (hot.IsForBrowsers) BrowserAccess.Write(context.Response);
        if (!decision.IsAllowed) return RateLimitHeaders.RefuseAsync(context, decision);
        metrics.Served(CacheResult.HitMemory);
        (account.Cik, account.Cache, account.Target) = (hot.Cik, CacheResult.HitMemory, hot.Target);
        var coding = ContentCoding.Choose(context.Request.Headers.AcceptEncoding);
        return AnswerWriter.WriteAsync(context, answer, coding, hot.CacheControl, XCache.HitMemory, JustNow);
    }
}

internal static class HotPathExtensions
{
    public static IHostApplicationBuilder AddAnswerCache(this IHostApplicationBuilder builder)
    {
        builder.AddTieredCache("answers", new FinishedAnswerCodec());
        builder.Services.AddSingleton(new ComputeLimit());
        builder.Services.AddSingleton<CacheMetrics>();
        builder.Services.AddSingleton<AnswerCache>();
        builder.Services.AddSingleton<IVersionListener>(provider => provider.GetRequiredService<AnswerCache>());
        builder.Services.AddSingleton<HotAnswers>();
        return builder;
    }

    /// <summary>Goes before routing, so that what is answered here is not routed.</summary>
    public static IApplicationBuilder UseHotPath(this IApplicationBuilder app) => app.UseMiddleware<HotPath>();
}
