using EdgarApi.Api.Caching;
using EdgarApi.Api.Usage;
using EdgarApi.Api.WebSecurity;

namespace EdgarApi.Api;

/// <summary>
/// The outermost middleware, up to the hot path for cached responses. As a startup filter it runs before Development's exception page,
/// which would slow down every request.
/// </summary>
internal sealed class EarlyMiddleware : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseWebSecurity();
        app.UseRequestRecording();
        app.UseHotPath();
        next(app);
    };
}
