using EdgarApi.Accounts.Usage;
using EdgarApi.Accounts.Usage.Figures;
using EdgarApi.Api.Callers;
using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Api.Degraded;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using Microsoft.Extensions.Options;

namespace EdgarApi.Api.Usage;

internal static class UsageApi
{
    public static IEndpointRouteBuilder MapUsage(this IEndpointRouteBuilder api)
    {
        TableEndpoints.Map("/usage", path => api.MapMethods(path, HttpVerbs.Read, GetUsage))
            .WithName("getUsage")
            .WithSummary("Your API usage")
            .WithDescription(
                "Requests by you or your organization, per endpoint and per day (UTC), current to within seconds: counts, errors, " +
                "latency, bytes and cache hits.")
            .WithTags("Usage")
            .WithMetadata(new CacheControlMetadata("private, max-age=10"))
            .AddEndpointFilter<TableEndpoints, DegradedFilter>();
        return api;
    }

    private static Answer<UsageResponse> GetUsage(
        Query<UsageQuery> query, HttpContext context, IUsageReader usage, IOptions<UsageOptions> options, TimeProvider time)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var span = query.Value.GetSpan(today);
        // Authorization guarantees a caller.
        var caller = RequestInfo.From(context)!.Caller!;
        return new(data: null, query.Value.Canonical, query.Format, async cancellation =>
        {
            var report = await usage.ReadAsync(caller, span.Scope == UsageScope.Organization, span.From, span.To, cancellation);
            return UsageResponse.Create(span, today, options.Value.Enabled, report);
        });
    }
}
