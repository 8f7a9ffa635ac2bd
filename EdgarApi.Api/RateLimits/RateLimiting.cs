using EdgarApi.Accounts;
using EdgarApi.Accounts.Limits;
using EdgarApi.Api.Callers;
using EdgarApi.Api.Problems;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EdgarApi.Api.RateLimits;

/// <summary>
/// Counts a request against its caller's quotas and as one under way, before anything is done for it; also one that is refused later, since a guess of a key
/// costs as much as a good one. What the hot path answers was counted there.
/// </summary>
internal sealed class RateLimiting(RequestDelegate next, RequestLimiter limiter, AddressCallers addresses)
{
    private static readonly PathString[] Counted = ["/api", "/admin"];

    public Task InvokeAsync(HttpContext context) => IsCounted(context) ? CountAsync(context) : next(context);

    /// <summary>Probes, scrapes, the documentation and what explains problems cost next to nothing; unknown addresses are asked by who looks for holes.</summary>
    private static bool IsCounted(HttpContext context) =>
        context.GetEndpoint() is null || Array.Exists(Counted, prefix => context.Request.Path.StartsWithSegments(prefix));

    private async Task CountAsync(HttpContext context)
    {
        var account = RequestAccount.From(context)!;
        var caller = account.Caller ??= addresses.GetCaller(context);
        var decision = await limiter.SpendAsync(caller);
        RateLimitHeaders.Write(context.Response, decision);
        if (!decision.IsAllowed)
        {
            await RateLimitHeaders.RefuseAsync(context, decision);
            return;
        }

        await using var slot = await limiter.EnterAsync(caller);
        if (slot is null) await RateLimitHeaders.RefuseAsync(context, new LimitDecision(new LimitPlan(caller.Tier), "", Limit.Concurrent, TimeSpan.FromSeconds(1)));
        else await next(context);
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

    /// <summary>Goes between authentication, which tells whose quota it is, and authorization, whose refusals count too.</summary>
    public static IApplicationBuilder UseRateLimits(this IApplicationBuilder app) => app.UseMiddleware<RateLimiting>();
}
