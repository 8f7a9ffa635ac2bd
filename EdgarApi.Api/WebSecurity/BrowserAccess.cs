using EdgarApi.Api.Caching;
using EdgarApi.Api.RateLimits;
using EdgarApi.Contracts;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace EdgarApi.Api.WebSecurity;

/// <summary>
/// CORS: scripts of any site may read the public routes. The CORS headers do not depend on the request because the CDN shares responses
/// between clients. Only preflights have separate responses.
/// </summary>
internal static class BrowserAccess
{
    private const string Policy = "public";

    private static readonly string[] Exposed =
    [
        HeaderNames.ETag, HeaderNames.Age, HeaderNames.RetryAfter, HeaderNames.Link, ApiHeaders.TotalCount, XCache.Header,
        RateLimitHeaders.RateLimit, RateLimitHeaders.Policy, ApiHeaders.DegradedUntil,
    ];

    private static readonly StringValues AnyOrigin = "*";
    private static readonly StringValues ExposedHeaders = string.Join(", ", Exposed);

    public static void AddBrowserAccess(this IServiceCollection services) =>
        services.AddCors(cors => cors.AddPolicy(Policy, policy => policy
            .AllowAnyOrigin()
            .WithMethods(HttpMethods.Get, HttpMethods.Head)
            .WithHeaders(HeaderNames.IfNoneMatch, HeaderNames.TraceParent)
            .WithExposedHeaders(Exposed)
            .SetPreflightMaxAge(TimeSpan.FromDays(1))));

    /// <summary>Allows scripts of other sites to use the endpoints of a group.</summary>
    public static TBuilder AllowBrowsers<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.RequireCors(Policy);

    public static bool IsAllowed(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<ICorsMetadata>() is not null;

    public static void Write(HttpResponse response)
    {
        response.Headers.AccessControlAllowOrigin = AnyOrigin;
        response.Headers.AccessControlExposeHeaders = ExposedHeaders;
    }

    /// <summary>Comes after routing, which determines whether the route is public.</summary>
    public static IApplicationBuilder UseBrowserAccess(this IApplicationBuilder app) => app.UseCors().Use((context, next) =>
    {
        if (IsAllowed(context.GetEndpoint())) Write(context.Response);
        return next(context);
    });
}
