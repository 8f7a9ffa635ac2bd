using EdgarApi.Api.Callers;
using EdgarApi.Api.Responses;
using EdgarApi.Data.Caching;
using EdgarApi.Data.Companies;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Primitives;

namespace EdgarApi.Api.Caching;

/// <summary>The first thing that a request meets: an answer to the same text, if there is one. Everything else goes on to routing.</summary>
internal sealed class HotPath(RequestDelegate next, HotAnswers answers, CacheMetrics metrics)
{
    private static readonly StringValues JustNow = "0";

    public Task InvokeAsync(HttpContext context)
    {
        var method = context.Request.Method;
        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method)) return next(context);
        if (answers.Find(HotAnswers.TargetOf(context)) is not { } hot) return next(context);
        if (hot.For(context.Request.Headers.Accept) is not { } answer) return next(context);
        return hot.NeedsKey ? CheckKeyAsync(context, hot, answer) : WriteAsync(context, hot, answer);
    }

    /// <summary>Who has no good key meets the refusal where everybody does.</summary>
    private async Task CheckKeyAsync(HttpContext context, HotAnswer hot, FinishedAnswer answer)
    {
        var authentication = await context.AuthenticateAsync();
        await (authentication.Succeeded ? WriteAsync(context, hot, answer) : next(context));
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
