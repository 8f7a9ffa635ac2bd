using EdgarApi.Accounts.Usage;
using EdgarApi.Accounts.Usage.Figures;
using EdgarApi.Api.Callers;
using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using Microsoft.Extensions.Options;

namespace EdgarApi.Api.Usage;

internal static class UsageApi
{
    public static IEndpointRouteBuilder MapUsage(this IEndpointRouteBuilder api)
    {
        api.MapRead("/usage", GetUsage)
            .WithName("getUsage")
            .WithSummary("What you asked for")
            .WithDescription("Your own requests, or your organization's, by endpoint and by day (UTC), up to seconds ago: how many, errors, latency, bytes and cache hits.")
            .WithTags("Usage")
            .WithMetadata(new KeptFor("private, max-age=10"));
        return api;
    }

    private static Answer<UsageResponse> GetUsage(
        Query<UsageQuery> query, HttpContext context, IUsageReader usage, IOptions<UsageOptions> options, TimeProvider time)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var asked = query.Value.On(today);
        // Behind authorization there is a caller.
        var caller = RequestAccount.From(context)!.Caller!;
        return new(data: null, query.Value.Canonical, query.Format, async cancellation =>
            UsageResponse.Create(
                asked, today, options.Value.Enabled, await usage.ReadAsync(caller, asked.Scope == UsageScope.Organization, asked.From, asked.To, cancellation)));
    }
}
