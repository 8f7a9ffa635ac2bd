using EdgarApi.Accounts;
using EdgarApi.Api.Problems;

namespace EdgarApi.Api.Admin;

/// <summary>What is told of accounts is of the moment and for whoever asks: nothing of it is kept, and contradictions are told in words.</summary>
internal sealed class AccountsFilter : IEndpointFilter
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
            return ApiProblem.Create(ProblemKinds.Conflict, conflict.Message);
        }
    }
}
