using EdgarApi.Api.Authentication;
using EdgarApi.Api.Callers;
using EdgarApi.Api.RateLimits;
using EdgarApi.Api.Responses;
using EdgarApi.Api.WebSecurity;
using EdgarApi.Data.Accounts;
using EdgarApi.Data.Caching;
using EdgarApi.Data.Companies;
using EdgarApi.Data.Limits;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Primitives;

namespace EdgarApi.Api.Caching;

/// <summary>The first thing that a request meets: an answer to the same text, if there is one. Everything else goes on to routing.</summary>
internal sealed class HotPath(RequestDelegate next, HotAnswers answers, CacheMetrics metrics, RequestLimiter limiter, AddressCallers addresses)
{
    private static readonly StringValues JustNow = "0";

    public Task InvokeAsync(HttpContext context)
    {
        var method = context.Request.Method;
        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method)) return next(context);
        if (answers.Find(HotAnswers.TargetOf(context)) is not { } hot) return next(context);
        if (hot.For(context.Request.Headers.Accept) is not { } answer) return next(context);
        return hot.NeedsKey || ApiKeyAuthentication.HasKey(context.Request) ? CheckKeyAsync(context, hot, answer) : CountAsync(context, addresses.Of(context), hot, answer);
    }

    /// <summary>Who has no good key meets the refusal where everybody does.</summary>
    private async Task CheckKeyAsync(HttpContext context, HotAnswer hot, FinishedAnswer answer)
    {
        var authentication = await context.AuthenticateAsync();
        await (authentication.Succeeded ? CountAsync(context, RequestAccount.Of(context)?.Caller ?? addresses.Development, hot, answer) : next(context));
    }

    /// <summary>Whom the answer is too much for meets the refusal where everybody does, and is counted there.</summary>
    private Task CountAsync(HttpContext context, Caller caller, HotAnswer hot, FinishedAnswer answer)
    {
        if (!hot.Needs.AreMetBy(caller.Tier)) return next(context);
        if (RequestAccount.Of(context) is { } account) account.Caller = caller;
        var spent = limiter.SpendAsync(caller);
        return spent.IsCompletedSuccessfully ? WriteAsync(context, spent.Result, hot, answer) : WriteLaterAsync(context, spent, hot, answer);
    }

    private async Task WriteLaterAsync(HttpContext context, ValueTask<LimitDecision> spent, HotAnswer hot, FinishedAnswer answer) =>
        await WriteAsync(context, await spent, hot, answer);

    private Task WriteAsync(HttpContext context, in LimitDecision decision, HotAnswer hot, FinishedAnswer answer)
    {
        // The traces and metrics name the route.
        context.SetEndpoint(hot.Endpoint);
        RateLimitHeaders.Write(context.Response, decision);
        if (hot.IsForBrowsers) BrowserAccess.Write(context.Response);
        if (!decision.IsAllowed) return RateLimitHeaders.RefuseAsync(context, decision);
        metrics.Served(CacheResult.HitMemory);
        if (RequestAccount.Of(context) is { } account) (account.Cik, account.Cache) = (hot.Cik, CacheResult.HitMemory);
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
