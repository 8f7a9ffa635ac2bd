using EdgarApi.Storage.Companies;
using EdgarApi.Storage.OnDemand;

namespace EdgarApi.Api.Requests;

/// <summary>Names companies, which in live mode are loaded once every argument has turned out to be good.</summary>
internal interface ILoadsCompanies
{
    ValueTask LoadAsync(ICompanyLoader loader, ICompanyDirectory directory, CancellationToken cancellationToken);
}

/// <summary>Answers with the first bad argument's problem, so that handlers only see good ones.</summary>
internal sealed class ArgumentFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        foreach (var argument in context.Arguments)
            if (argument is IArgument { Problem: { } problem }) return problem;
        var (services, cancellation) = (context.HttpContext.RequestServices, context.HttpContext.RequestAborted);
        if (services.GetService<ICompanyLoader>() is { } loader)
            foreach (var argument in context.Arguments)
                if (argument is ILoadsCompanies companies) await companies.LoadAsync(loader, services.GetRequiredService<ICompanyDirectory>(), cancellation);
        return await next(context);
    }
}
