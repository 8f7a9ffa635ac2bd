using EdgarApi.Api.Authentication;
using EdgarApi.Api.Callers;
using EdgarApi.Api.Responses;
using EdgarApi.Data.Accounts;
using EdgarApi.Data.Accounts.Keys;
using EdgarApi.Data.Caching;
using EdgarApi.Data.Companies;
using Microsoft.Extensions.Primitives;

namespace EdgarApi.Api.Caching;

/// <summary>The first thing that a request meets: an answer to the same text, if there is one. Everything else goes on to routing.</summary>
internal sealed class HotPath(RequestDelegate next, HotAnswers answers, KeyRing ring, CacheMetrics metrics)
{
    private static readonly StringValues JustNow = "0";

    public Task InvokeAsync(HttpContext context)
    {
        var method = context.Request.Method;
        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method)) return next(context);
        if (answers.Find(HotAnswers.TargetOf(context)) is not { } hot) return next(context);
        if (hot.For(context.Request.Headers.Accept) is not { } answer) return next(context);
        return MayHave(context, hot) ? WriteAsync(context, hot, answer) : next(context);
    }

    /// <summary>Asks nobody: whose key is not known here, or bad, meets the answer or the refusal where everybody does.</summary>
    private bool MayHave(HttpContext context, HotAnswer hot)
    {
        var key = RequestKey.Of(context.Request);
        if (key.IsEmpty) return !hot.NeedsKey;
        if (!ring.TryCheck(key, out var check) || !check.IsGood) return false;
        if (RequestAccount.Of(context) is { } account) account.Caller = check.Caller;
        return !hot.NeedsKey || check.Caller.Scopes.HasFlag(KeyScope.Read);
    }

    private Task WriteAsync(HttpContext context, HotAnswer hot, FinishedAnswer answer)
    {
        // The traces and metrics name the route.
        context.SetEndpoint(hot.Endpoint);
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
