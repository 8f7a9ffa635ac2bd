using System.Globalization;
using EdgarApi.Accounts.Limits;
using EdgarApi.Api.Problems;
using EdgarApi.Contracts;

namespace EdgarApi.Api.RateLimits;

/// <summary>Writes the headers of draft-ietf-httpapi-ratelimit-headers and the response to requests over the limit.</summary>
internal static class RateLimitHeaders
{
    public const string Policy = ApiHeaders.RateLimitPolicy;
    public const string RateLimit = ApiHeaders.RateLimit;

    /// <summary>Writes the quota headers. Their values are cached per tier and per lease to keep requests cheap.</summary>
    public static void Write(HttpResponse response, in LimitDecision decision)
    {
        if (decision.RateLimit.Length == 0) return;
        response.Headers[Policy] = decision.Plan!.Policy;
        response.Headers[RateLimit] = decision.RateLimit;
    }

    /// <summary>Responds with 429, the limit that was hit, its value and when to retry.</summary>
    public static Task RejectAsync(HttpContext context, LimitDecision decision)
    {
        var (tier, seconds) = (decision.Plan!.Tier, Math.Max(1, (int)Math.Ceiling(decision.RetryAfter.TotalSeconds)));
        var (name, allowed, limit) = decision.Hit switch
        {
            Limit.Minute => (
                "minute", tier.RequestsPerMinute,
                $"{tier.RequestsPerMinute} requests per minute with bursts of {tier.Burst ?? tier.RequestsPerMinute}"),
            Limit.Day => ("day", tier.RequestsPerDay, $"{tier.RequestsPerDay} requests per day (UTC)"),
            _ => ("concurrent", tier.Concurrent, $"{tier.Concurrent} concurrent requests"),
        };
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        var problem = ApiProblem.Create(ProblemKinds.RateLimitExceeded, $"The tier '{tier.Name}' allows {limit}. Retry in {seconds} s.");
        return (problem with { Limit = new ProblemLimit(name, allowed, seconds) }).ExecuteAsync(context);
    }
}
