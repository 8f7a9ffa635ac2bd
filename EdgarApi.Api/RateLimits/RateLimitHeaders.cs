using System.Globalization;
using EdgarApi.Accounts.Limits;
using EdgarApi.Api.Problems;
using EdgarApi.Contracts;

namespace EdgarApi.Api.RateLimits;

/// <summary>The header fields of draft-ietf-httpapi-ratelimit-headers, and the answer to who asks too much.</summary>
internal static class RateLimitHeaders
{
    public const string Policy = ApiHeaders.RateLimitPolicy;
    public const string Standing = ApiHeaders.RateLimit;

    /// <summary>The texts are made once a tier and once a lease, so that a request costs no more than setting them.</summary>
    public static void Write(HttpResponse response, in LimitDecision decision)
    {
        if (decision.RateLimit.Length == 0) return;
        response.Headers[Policy] = decision.Plan!.Policy;
        response.Headers[Standing] = decision.RateLimit;
    }

    /// <summary>Answers 429 with the limit that was hit, what it allows and when to come again.</summary>
    public static Task RefuseAsync(HttpContext context, LimitDecision decision)
    {
        var (tier, seconds) = (decision.Plan!.Tier, Math.Max(1, (int)Math.Ceiling(decision.RetryAfter.TotalSeconds)));
        var (name, allowed, what) = decision.Hit switch
        {
            Limit.Minute => ("minute", tier.RequestsPerMinute, $"{tier.RequestsPerMinute} requests a minute, {tier.Burst ?? tier.RequestsPerMinute} at once"),
            Limit.Day => ("day", tier.RequestsPerDay, $"{tier.RequestsPerDay} requests a day (UTC)"),
            _ => ("concurrent", tier.Concurrent, $"{tier.Concurrent} requests at the same time"),
        };
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        var problem = ApiProblem.Create(ProblemKinds.RateLimitExceeded, $"The tier '{tier.Name}' allows {what}; come again in {seconds} s.");
        return (problem with { Limit = new ProblemLimit(name, allowed, seconds) }).ExecuteAsync(context);
    }
}
