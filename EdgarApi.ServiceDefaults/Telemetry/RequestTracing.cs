using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.ServiceDefaults.Telemetry;

/// <summary>
/// Starts the span of a request, named and tagged by OpenTelemetry's semantic conventions for HTTP servers. It samples first:
/// ASP.NET Core's instrumentation creates a span, a log scope and events for every request and then discards most of them, which costs
/// more than the rest of a response from memory.
/// </summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="sampler">Samples requests; null if OpenTelemetry's own settings do.</param>
internal sealed class RequestTracing(RequestDelegate next, RateLimitedSampler? sampler)
{
    /// <summary>Name of the spans' source.</summary>
    public const string SourceName = "EdgarApi.Requests";

    private static readonly ActivitySource Source = new(SourceName);

    public Task InvokeAsync(HttpContext context) =>
        Source.HasListeners() && !ProbePaths.Contain(context.Request.Path) && sampler?.TrySample() != false
            ? TraceAsync(context)
            : next(context);

    private async Task TraceAsync(HttpContext context)
    {
        using var span = Source.StartActivity(context.Request.Method, ActivityKind.Server, GetParent(context.Request.Headers));
        if (span?.IsAllDataRequested != true)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        Describe(span, context.Request);
        try
        {
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            Describe(span, context);
        }
    }

    /// <summary>The trace that the caller names. Its sampling flag is ignored, or anyone could force traces.</summary>
    private static ActivityContext GetParent(IHeaderDictionary headers) =>
        headers.TraceParent is [{ } parent] && ActivityContext.TryParse(parent, headers.TraceState, isRemote: true, out var context)
            ? context
            : default;

    private static void Describe(Activity span, HttpRequest request)
    {
        span.SetTag("http.request.method", request.Method);
        span.SetTag("url.scheme", request.Scheme);
        span.SetTag("url.path", request.PathBase.Add(request.Path).Value);
        if (request.QueryString.HasValue) span.SetTag("url.query", request.QueryString.Value![1..]);
        span.SetTag("server.address", request.Host.Host);
        if (request.Host.Port is { } port) span.SetTag("server.port", port);
        span.SetTag("network.protocol.version", request.Protocol.Split('/')[^1]);
        if (request.Headers.UserAgent is { Count: > 0 } agent) span.SetTag("user_agent.original", agent.ToString());
    }

    private static void Describe(Activity span, HttpContext context)
    {
        if (context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route })
        {
            span.DisplayName = $"{context.Request.Method} {route}";
            span.SetTag("http.route", route);
        }

        var status = context.Response.StatusCode;
        span.SetTag("http.response.status_code", status);
        if (status < StatusCodes.Status500InternalServerError) return;
        span.SetTag("error.type", status.ToString(CultureInfo.InvariantCulture));
        span.SetStatus(ActivityStatusCode.Error);
    }
}

/// <summary>Adds <see cref="RequestTracing"/> to a pipeline.</summary>
public static class RequestTracingExtensions
{
    private const int TraceIdLength = 32;

    /// <summary>Traces requests. Comes first, so that the span covers the whole pipeline.</summary>
    public static IApplicationBuilder UseRequestTracing(this IApplicationBuilder app)
    {
        var sampler = app.ApplicationServices.GetService<RateLimitedSampler>();
        return app.Use(next => new RequestTracing(next, sampler).InvokeAsync);
    }

    /// <summary>
    /// Gets the id under which traces, logs and the caller find a request, 32 hexadecimal digits: of its trace, else of the trace that the
    /// caller names, else a new one. A request that is not traced keeps it as its identifier, so that each use gets the same.
    /// </summary>
    public static string GetTraceId(this HttpContext context)
    {
        if (Activity.Current is { } current) return current.TraceId.ToHexString();
        if (context.Request.Headers.TraceParent is [{ } parent] && ActivityContext.TryParse(parent, null, out var caller))
            return caller.TraceId.ToHexString();
        // The identifiers that servers assign are shorter.
        if (context.TraceIdentifier.Length != TraceIdLength) context.TraceIdentifier = ActivityTraceId.CreateRandom().ToHexString();
        return context.TraceIdentifier;
    }
}
