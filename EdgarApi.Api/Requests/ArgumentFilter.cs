using EdgarApi.Accounts.Degraded;
using EdgarApi.Api.Degraded;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.OnDemand;

namespace EdgarApi.Api.Requests;

/// <summary>An argument that names companies. In live mode they are loaded once all arguments have proved valid.</summary>
internal interface ILoadsCompanies
{
    /// <summary>Whether the data of all its companies is loaded.</summary>
    bool IsLoaded { get; }

    ValueTask LoadAsync(ICompanyLoader loader, ICompanyDirectory directory, CancellationToken cancellationToken);
}

/// <summary>Responds with the problem of the first invalid argument, so that handlers see only valid arguments.</summary>
internal sealed class ArgumentFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        await FindProblemAsync(context.HttpContext, context.Arguments) is { } problem ? problem : await next(context);

    /// <summary>Finds the problem of the first invalid argument. Without a problem, the companies that arguments name are loaded.</summary>
    public static async ValueTask<IResult?> FindProblemAsync(HttpContext context, IList<object?> arguments)
    {
        foreach (var argument in arguments)
            if (argument is IArgument { Problem: { } problem }) return problem;
        var (services, cancellation) = (context.RequestServices, context.RequestAborted);
        if (services.GetService<ICompanyLoader>() is { } loader)
            foreach (var argument in arguments)
                if (argument is ILoadsCompanies { IsLoaded: false } companies)
                {
                    if (services.GetRequiredService<DegradedMode>().Current is { } degraded) return DegradedProblem.NotCached(degraded);
                    await companies.LoadAsync(loader, services.GetRequiredService<ICompanyDirectory>(), cancellation);
                }

        return null;
    }
}
