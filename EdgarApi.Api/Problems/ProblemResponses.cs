using System.ComponentModel;
using System.Data.Common;
using System.Globalization;
using EdgarApi.Api.Caching;
using EdgarApi.Api.Requests;
using EdgarApi.Api.WebSecurity;
using EdgarApi.Sec;
using EdgarApi.Storage.Routing;
using Microsoft.AspNetCore.Diagnostics;
using ZiggyCreatures.Caching.Fusion;

namespace EdgarApi.Api.Problems;

/// <summary>Makes every error a problem document: exceptions, bare status codes and unknown routes alike.</summary>
internal static class ProblemResponses
{
    public static IServiceCollection AddProblemResponses(this IServiceCollection services) => services.AddExceptionHandler<UnhandledExceptions>();

    public static IApplicationBuilder UseProblemResponses(this IApplicationBuilder app) => app
        .UseExceptionHandler(_ => { })
        .UseStatusCodePages(pages => ForBareStatus(pages.HttpContext).ExecuteAsync(pages.HttpContext));

    /// <summary>The explanations that problems' <c>type</c> points to.</summary>
    public static IEndpointRouteBuilder MapProblemKinds(this IEndpointRouteBuilder app)
    {
        app.MapRead("/problems/{code}", Explain).ExcludeFromDescription();
        return app;
    }

    /// <summary>Says in the OpenAPI document which problems the endpoints of a group may answer with.</summary>
    public static TBuilder WithProblems<TBuilder>(this TBuilder builder, params ReadOnlySpan<ProblemKind> kinds) where TBuilder : IEndpointConventionBuilder
    {
        foreach (var status in kinds.ToArray().Select(kind => kind.Status).Distinct())
            builder.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ProblemDocument), [ApiProblem.MediaType]));
        return builder;
    }

    private static IResult Explain(string code) => ProblemKinds.All.FirstOrDefault(kind => kind.Code == code) is { } kind
        ? TypedResults.Ok(new ProblemKindResponse(kind.Code, kind.Status, kind.Title, kind.Remedy))
        : ApiProblem.Create(ProblemKinds.RouteNotFound, $"No problem has the code '{code}'.");

    private static ApiProblem ForBareStatus(HttpContext context)
    {
        var kind = ProblemKinds.OfStatus(context.Response.StatusCode);
        return ApiProblem.Create(kind, kind.Status switch
        {
            StatusCodes.Status404NotFound => $"Nothing is at {context.Request.Path}.",
            StatusCodes.Status405MethodNotAllowed => $"{context.Request.Method} is not allowed here; allowed: {context.Response.Headers.Allow}.",
            _ => kind.Title + ".",
        });
    }
}

/// <summary>An explanation of a kind of problem.</summary>
internal sealed record ProblemKindResponse(
    [property: Description("Stable code.")] string Code,
    [property: Description("HTTP status.")] int Status,
    [property: Description("What the problem is.")] string Title,
    [property: Description("What a client does about it.")] string Remedy);

/// <summary>Turns exceptions into problems that tell nothing of the inside; the log has the rest, under the same trace id.</summary>
internal sealed partial class UnhandledExceptions(ILogger<UnhandledExceptions> logger) : IExceptionHandler
{
    private const string RetryAfterSeconds = "5";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = Explain(exception);
        if (problem.Kind.Status >= StatusCodes.Status500InternalServerError) LogFailed(exception, httpContext.Request.Path);
        if (problem.Kind.Status == StatusCodes.Status503ServiceUnavailable) httpContext.Response.Headers.RetryAfter = RetryAfter(exception);
        // The handling of an exception takes all headers away.
        SecurityHeaders.Write(httpContext, strictTransport: false);
        if (BrowserAccess.IsFor(httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint)) BrowserAccess.Write(httpContext.Response);
        await problem.ExecuteAsync(httpContext);
        return true;
    }

    private static ApiProblem Explain(Exception exception) => exception switch
    {
        BadHttpRequestException bad => ApiProblem.Create(ProblemKinds.OfStatus(bad.StatusCode), ProblemKinds.OfStatus(bad.StatusCode).Title + "."),
        OverloadedException => ApiProblem.Create(ProblemKinds.Overloaded, "More answers are being computed than this process takes on; what it has ready it still serves."),
        SecUnavailableException => ApiProblem.Create(
            ProblemKinds.UpstreamUnavailable, "This company is not loaded yet, and the SEC could not be asked for it, or has not answered yet."),
        SyntheticTimeoutException => ApiProblem.Create(ProblemKinds.UpstreamUnavailable, "The answer could not be computed in time."),
        DatabaseUnavailableException or DbException { IsTransient: true } or TimeoutException =>
            ApiProblem.Create(ProblemKinds.UpstreamUnavailable, "The database does not answer; the request was not carried out."),
        _ => ApiProblem.Create(ProblemKinds.InternalError, "The request failed unexpectedly. The traceId finds it in our logs."),
    };

    private static string RetryAfter(Exception exception) => exception is SecUnavailableException { RetryAfter: { } after }
        ? Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture)
        : RetryAfterSeconds;

    [LoggerMessage(Level = LogLevel.Error, Message = "Request for {Path} failed.")]
    private partial void LogFailed(Exception exception, string? path);
}
