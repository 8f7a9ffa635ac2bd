using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Requests;

/// <summary>
/// Runs an endpoint again if the data is newer than the companies that it has looked up, so that no response mixes two versions. Responses
/// are sent as a whole at the end, so nothing has been sent then.
/// </summary>
internal static class RestartedRequests
{
    public static IApplicationBuilder UseReadRestarts(this IApplicationBuilder app)
    {
        var restarts = app.ApplicationServices.GetRequiredService<IReadRestarts>();
        return app.Use((context, next) => restarts.RunAsync(() => next(context), context.RequestAborted));
    }
}
