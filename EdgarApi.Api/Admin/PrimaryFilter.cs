using EdgarApi.Api.Problems;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Routing;

namespace EdgarApi.Api.Admin;

/// <summary>
/// Ends requests that need the primary with 503 if it does not respond in time. A change fails at once while the primary is known to be
/// unavailable.
/// </summary>
internal sealed class PrimaryFilter(NodeSet nodes, TimeProvider time) : IEndpointFilter
{
    /// <summary>Maximum time that a request waits for the primary.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    private const string RetryAfterSeconds = "5";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var (request, health) = (context.HttpContext.Request, nodes.Primary.Health);
        var isChange = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);
        if (isChange && !health.IsReachable) return Unavailable(context, "Nothing was changed.");
        using var limit = new CancellationTokenSource(Timeout, time);
        using var either =
            CancellationTokenSource.CreateLinkedTokenSource(context.HttpContext.RequestAborted, limit.Token, health.Outage);
        try
        {
            return await PromptCancellation.RunAsync(
                token =>
                {
                    for (var i = 0; i < context.Arguments.Count; i++)
                        if (context.Arguments[i] is CancellationToken) context.Arguments[i] = token;
                    return next(context).AsTask();
                },
                either.Token);
        }
        catch (OperationCanceledException) when (!context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return Unavailable(context, isChange ? "The change may have been made nevertheless." : "Try again shortly.");
        }
    }

    private static ApiProblem Unavailable(EndpointFilterInvocationContext context, string consequence)
    {
        context.HttpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
        return ApiProblem.Create(ProblemKinds.UpstreamUnavailable, $"The primary database does not respond. {consequence}");
    }
}
