using EdgarApi.Api.Problems;
using EdgarApi.Data.Accounts;

namespace EdgarApi.Api.Admin;

internal static class AdminProblems
{
    /// <summary>Also for what is another organization's: that it is there is nobody else's business.</summary>
    public static ApiProblem NotFound() => ApiProblem.Of(ProblemKinds.ResourceNotFound, "There is nothing of this id.");

    /// <summary>An answer of what was found; the problem when nothing was.</summary>
    public static IResult OkOr<T>(T? found) where T : class => found is null ? NotFound() : TypedResults.Ok(found);
}

/// <summary>Administration is of the moment and of whoever asks: nothing of it is kept, and contradictions are told in words.</summary>
internal sealed class AdminFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        try
        {
            return await next(context);
        }
        catch (AccountConflictException conflict)
        {
            return ApiProblem.Of(ProblemKinds.Conflict, conflict.Message);
        }
    }
}
