namespace EdgarApi.Api.Requests;

/// <summary>Answers with the first bad argument's problem, so that handlers only see good ones.</summary>
internal sealed class ArgumentFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        foreach (var argument in context.Arguments)
            if (argument is IArgument { Problem: { } problem }) return problem;
        return await next(context);
    }
}
