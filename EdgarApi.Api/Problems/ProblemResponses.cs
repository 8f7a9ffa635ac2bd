using System.ComponentModel;
using System.Data.Common;
using System.Globalization;
using EdgarApi.Api.Caching;
using EdgarApi.Api.Callers;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Telemetry;
using EdgarApi.Api.WebSecurity;
using EdgarApi.Sec;
using EdgarApi.ServiceDefaults.Telemetry;
using EdgarApi.Storage.Routing;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using ZiggyCreatures.Caching.Fusion;

namespace EdgarApi.Api.Problems;

/// <summary>Turns every error into a problem document: exceptions, bare status codes and unknown routes.</summary>
internal static class ProblemResponses
{
    public static IServiceCollection AddProblemResponses(this IServiceCollection services) =>
        services.AddExceptionHandler<UnhandledExceptions>().AddClock();

    private static IServiceCollection AddClock(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }

    public static IApplicationBuilder UseProblemResponses(this IApplicationBuilder app) => app
        .UseExceptionHandler(_ => { })
        .UseStatusCodePages(pages => CreateForBareStatus(pages.HttpContext).ExecuteAsync(pages.HttpContext));

    /// <summary>Maps the explanations that the <c>type</c> of problems links to.</summary>
    public static IEndpointRouteBuilder MapProblemKinds(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/problems/{code}", HttpVerbs.Read, Explain).AllowBrowsers().ExcludeFromDescription();
        return app;
    }

    /// <summary>Adds the problems of a group's endpoints to the OpenAPI document.</summary>
    public static TBuilder WithProblems<TBuilder>(this TBuilder builder, params ReadOnlySpan<ProblemKind> kinds)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (var status in kinds.ToArray().Select(kind => kind.Status).Distinct())
            builder.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ProblemDocument), [ApiProblem.MediaType]));
        return builder;
    }

    private static IResult Explain(string code) => ProblemKinds.All.FirstOrDefault(kind => kind.Code == code) is { } kind
        ? TypedResults.Ok(new ProblemKindResponse(kind.Code, kind.Status, kind.Title, kind.Remedy))
        : ApiProblem.Create(ProblemKinds.RouteNotFound, $"No problem has the code '{code}'.");

    private static ApiProblem CreateForBareStatus(HttpContext context)
    {
        var kind = ProblemKinds.FromStatus(context.Response.StatusCode);
        return ApiProblem.Create(kind, kind.Status switch
        {
            StatusCodes.Status404NotFound => $"No route matches {context.Request.Path}.",
            StatusCodes.Status405MethodNotAllowed =>
                $"{context.Request.Method} is not allowed here; allowed: {context.Response.Headers.Allow}.",
            _ => kind.Title + ".",
        });
    }
}

/// <summary>The explanation of a problem kind.</summary>
internal sealed record ProblemKindResponse(
    [property: Description("Stable code.")] string Code,
    [property: Description("HTTP status code.")] int Status,
    [property: Description("Title of the problem.")] string Title,
    [property: Description("What a client can do about it.")] string Remedy);

/// <summary>
/// Turns exceptions into problems without internal details. The log has the details of unexpected ones under the same trace id. Failures of
/// servers and overload are expected and usually fail many requests, so a warning per interval sums them up.
/// </summary>
internal sealed partial class UnhandledExceptions(TimeProvider time, ILogger<UnhandledExceptions> logger) : IExceptionHandler
{
    /// <summary>Minimum time between warnings.</summary>
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    public const string RetryAfterSeconds = "5";

    private long _nextLogAt;
    private int _unlogged;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = CreateProblem(exception);
        if (RequestInfo.From(httpContext) is { } info) info.Timeout = TimeoutSources.Find(exception);
        if (problem.Kind.Status == StatusCodes.Status503ServiceUnavailable)
        {
            httpContext.Response.Headers.RetryAfter = GetRetryAfter(exception);
            // The loader logs a failure of the SEC, with the time of its next attempt.
            if (exception is not SecUnavailableException) SumUp(exception);
        }
        else if (problem.Kind.Status >= StatusCodes.Status500InternalServerError)
        {
            LogFailed(exception, httpContext.Request.Path, httpContext.GetTraceId());
        }

        // The exception handler middleware has cleared all headers.
        SecurityHeaders.Write(httpContext, strictTransport: false);
        if (BrowserAccess.IsAllowed(httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint))
            BrowserAccess.Write(httpContext.Response);
        await problem.ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>Gets the problem of an exception that means that a server is unavailable or overloaded; null for others.</summary>
    public static ApiProblem? FindUnavailable(Exception exception) =>
        CreateProblem(exception) is { Kind.Status: StatusCodes.Status503ServiceUnavailable } problem ? problem : null;

    private static ApiProblem CreateProblem(Exception exception) => exception switch
    {
        BadHttpRequestException { StatusCode: var status } =>
            ApiProblem.Create(ProblemKinds.FromStatus(status), ProblemKinds.FromStatus(status).Title + "."),
        OverloadedException => ApiProblem.Overloaded,
        SecUnavailableException => ApiProblem.Create(
            ProblemKinds.UpstreamUnavailable, "This company is not loaded yet, and the SEC is unavailable or has not responded yet."),
        SyntheticTimeoutException => ApiProblem.Create(ProblemKinds.UpstreamUnavailable, "Computing the response timed out."),
        // A driver error without a server code is a connection error, for example that no host is the primary.
        DatabaseUnavailableException or DbException { IsTransient: true } or NpgsqlException { SqlState: null } or TimeoutException =>
            ApiProblem.Create(ProblemKinds.UpstreamUnavailable, "The database is unavailable; the request was not processed."),
        _ => ApiProblem.Create(ProblemKinds.InternalError, "The request failed unexpectedly. The logs have the details under the traceId."),
    };

    private static string GetRetryAfter(Exception exception) => exception is SecUnavailableException { RetryAfter: { } after }
        ? Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture)
        : RetryAfterSeconds;

    private void SumUp(Exception exception)
    {
        Interlocked.Increment(ref _unlogged);
        var (now, until) = (time.GetUtcNow().UtcTicks, Volatile.Read(ref _nextLogAt));
        if (now >= until && Interlocked.CompareExchange(ref _nextLogAt, now + LogInterval.Ticks, until) == until)
            LogUnavailable(Interlocked.Exchange(ref _unlogged, 0), exception.Message);
    }

    [LoggerMessage(
        Level = LogLevel.Warning, Message = "{Requests} requests got 503 since the last such entry. The latest reason: {Reason}")]
    private partial void LogUnavailable(int requests, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Request for {Path} failed; its trace id is {TraceId}")]
    private partial void LogFailed(Exception exception, string? path, string traceId);
}
