using EdgarApi.Accounts;
using EdgarApi.Api.Problems;

namespace EdgarApi.Api.Admin;

/// <summary>Account responses are never cached. Conflicts become 409 problems.</summary>
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
