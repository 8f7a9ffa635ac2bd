using EdgarApi.Accounts;
using EdgarApi.Accounts.Limits;
using EdgarApi.Api.Callers;
using EdgarApi.Api.Problems;
using EdgarApi.Contracts;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EdgarApi.Api.RateLimits;

/// <summary>
/// Counts a request against its caller's quotas and concurrency limit before any work is done for it. Requests that are rejected later
/// count too, so that guessing keys is not free. The hot path counts its own requests.
/// </summary>
internal sealed class RateLimiting(RequestDelegate next, RequestLimiter limiter, AddressCallers addresses)
{
    private static readonly PathString[] CountedPrefixes = [ApiRoutes.Root, ApiRoutes.ShortAdmin, ApiRoutes.OpsData, ApiRoutes.Agents];

    public Task InvokeAsync(HttpContext context) => IsCounted(context) ? CountAsync(context) : next(context);

    /// <summary>
    /// Probes, metrics, documentation and problem explanations are cheap and do not count. Unmatched paths count because scanners
    /// request them.
    /// </summary>
    private static bool IsCounted(HttpContext context) =>
        context.GetEndpoint() is null || Array.Exists(CountedPrefixes, prefix => context.Request.Path.StartsWithSegments(prefix));

    private async Task CountAsync(HttpContext context)
    {
        var info = RequestInfo.From(context)!;
        var caller = info.Caller ??= addresses.GetCaller(context);
        var decision = await limiter.SpendAsync(caller);
        RateLimitHeaders.Write(context.Response, decision);
        if (!decision.IsAllowed)
        {
            await RateLimitHeaders.RejectAsync(context, decision);
            return;
        }

        await using var slot = await limiter.EnterAsync(caller);
        if (slot is not null)
        {
            await next(context);
            return;
        }

        await RateLimitHeaders.RejectAsync(
            context, new LimitDecision(new LimitPlan(caller.Tier), "", Limit.Concurrent, TimeSpan.FromSeconds(1)));
    }
}

internal static class RateLimitingExtensions
{
    public static IHostApplicationBuilder AddRateLimits(this IHostApplicationBuilder builder)
    {
        builder.AddRequestLimiter();
        builder.Services.TryAddSingleton<AddressCallers>();
        return builder;
    }

    /// <summary>
    /// Comes after authentication, which determines whose quota applies, and before authorization, so that its rejections count.
    /// </summary>
    public static IApplicationBuilder UseRateLimits(this IApplicationBuilder app) => app.UseMiddleware<RateLimiting>();
}
