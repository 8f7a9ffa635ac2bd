using EdgarApi.Accounts.Degraded;
using EdgarApi.Contracts;

namespace EdgarApi.Api.Degraded;

internal static class DegradedModeExtensions
{
    /// <summary>Marks every response while degraded mode is on. Comes before everything that responds.</summary>
    public static IApplicationBuilder UseDegradedMode(this IApplicationBuilder app)
    {
        var mode = app.ApplicationServices.GetRequiredService<DegradedMode>();
        return app.Use((context, next) =>
        {
            // Not at once: an exception clears the headers.
            if (mode.Current is { } period)
                context.Response.OnStarting(
                    static state =>
                    {
                        var (response, end) = ((HttpResponse, string))state;
                        response.Headers[ApiHeaders.DegradedUntil] = end;
                        return Task.CompletedTask;
                    }, (context.Response, period.EndText));
            return next(context);
        });
    }
}
