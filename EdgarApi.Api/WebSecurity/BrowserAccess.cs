using EdgarApi.Api.Caching;
using EdgarApi.Api.RateLimits;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace EdgarApi.Api.WebSecurity;

/// <summary>
/// CORS: scripts of any site may read the public routes. Their answers say so whoever asks, since the CDN gives one client's answer to another, and only
/// a preflight is answered by itself.
/// </summary>
internal static class BrowserAccess
{
    private const string Policy = "public";

    private static readonly string[] Exposed =
        [HeaderNames.ETag, HeaderNames.Age, HeaderNames.RetryAfter, XCache.Header, RateLimitHeaders.Standing, RateLimitHeaders.Policy];

    private static readonly StringValues AnyOrigin = "*";
    private static readonly StringValues ExposedHeaders = string.Join(", ", Exposed);

    public static void AddBrowserAccess(this IServiceCollection services) => services.AddCors(cors => cors.AddPolicy(Policy, policy => policy
        .AllowAnyOrigin()
        .WithMethods(HttpMethods.Get, HttpMethods.Head)
        .WithHeaders(HeaderNames.IfNoneMatch, HeaderNames.TraceParent)
        .WithExposedHeaders(Exposed)
        .SetPreflightMaxAge(TimeSpan.FromDays(1))));

    /// <summary>Opens the endpoints of a group to other sites' scripts.</summary>
    public static TBuilder ForBrowsers<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.RequireCors(Policy);

    public static bool IsFor(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<ICorsMetadata>() is not null;

    public static void Write(HttpResponse response)
    {
        response.Headers.AccessControlAllowOrigin = AnyOrigin;
        response.Headers.AccessControlExposeHeaders = ExposedHeaders;
    }

    /// <summary>Goes after routing, which finds out whether a route is public.</summary>
    public static IApplicationBuilder UseBrowserAccess(this IApplicationBuilder app) => app.UseCors().Use((context, next) =>
    {
        if (IsFor(context.GetEndpoint())) Write(context.Response);
        return next(context);
    });
}
