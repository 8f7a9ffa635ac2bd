namespace EdgarApi.Api.Callers;

internal static class RequestAccountExtensions
{
    /// <summary>Gives every request its <see cref="RequestAccount"/>; goes before everything that reads or fills it.</summary>
    public static IApplicationBuilder UseRequestAccount(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Features.Set(new RequestAccount());
        return next(context);
    });
}
