using EdgarApi.Api.Caching;
using EdgarApi.Api.RateLimits;
using EdgarApi.Contracts;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace EdgarApi.Api.WebSecurity;

/// <summary>
/// CORS. Scripts of any site may read the public routes. Their CORS headers do not depend on the request because the CDN shares responses
/// between clients; only preflights have separate responses. Scripts of the <see cref="AllowedOrigins"/> may also use the routes that
/// need a key, with a session token as <c>Authorization: Bearer</c>: a key does not belong in a browser.
/// </summary>
internal static class BrowserAccess
{
    private const string Public = "public";
    private const string Sessions = "sessions";

    private static readonly string[] Exposed =
    [
        HeaderNames.ETag, HeaderNames.Age, HeaderNames.RetryAfter, HeaderNames.Link, ApiHeaders.TotalCount, XCache.Header,
        RateLimitHeaders.RateLimit, RateLimitHeaders.Policy, ApiHeaders.DegradedUntil,
    ];

    private static readonly StringValues AnyOrigin = "*";
    private static readonly StringValues ExposedHeaders = string.Join(", ", Exposed);

    public static void AddBrowserAccess(this IHostApplicationBuilder builder)
    {
        var origins = AllowedOrigins.Read(builder.Configuration);
        builder.Services.AddSingleton(origins).AddCors(cors => cors
            .AddPublic()
            .AddPolicy(Sessions, policy => policy
                .WithOrigins([.. origins.All])
                .WithMethods(HttpMethods.Get, HttpMethods.Head, HttpMethods.Delete)
                .WithHeaders(HeaderNames.Authorization, HeaderNames.IfNoneMatch, HeaderNames.TraceParent)
                .WithExposedHeaders(Exposed)
                .SetPreflightMaxAge(TimeSpan.FromHours(1))));
    }

    /// <summary>Allows scripts of all sites to read the endpoints of a group.</summary>
    public static TBuilder AllowBrowsers<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.RequireCors(Public);

    /// <summary>Allows scripts of the allowed origins to use the endpoints of a group with a session token.</summary>
    public static TBuilder AllowSessionsInBrowsers<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.RequireCors(Sessions);

    /// <summary>Whether scripts of all sites may read an endpoint.</summary>
    public static bool IsAllowed(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<IEnableCorsAttribute>()?.PolicyName == Public;

    public static void Write(HttpResponse response)
    {
        response.Headers.AccessControlAllowOrigin = AnyOrigin;
        response.Headers.AccessControlExposeHeaders = ExposedHeaders;
    }

    private static CorsOptions AddPublic(this CorsOptions cors)
    {
        cors.AddPolicy(Public, policy => policy
            .AllowAnyOrigin()
            .WithMethods(HttpMethods.Get, HttpMethods.Head)
            .WithHeaders(HeaderNames.IfNoneMatch, HeaderNames.TraceParent)
            .WithExposedHeaders(Exposed)
            .SetPreflightMaxAge(TimeSpan.FromDays(1)));
        return cors;
    }

    /// <summary>Comes after routing, which determines whether the route is public.</summary>
    public static IApplicationBuilder UseBrowserAccess(this IApplicationBuilder app) => app.UseCors().Use((context, next) =>
    {
        if (IsAllowed(context.GetEndpoint())) Write(context.Response);
        return next(context);
    });
}
