using EdgarApi.Api.Caching;
using EdgarApi.Api.Usage;
using EdgarApi.Api.WebSecurity;

namespace EdgarApi.Api;

/// <summary>
/// The first steps of a request, up to the answers in memory. A startup filter puts them before the page for exceptions that Development has, and which takes its
/// time of each request.
/// </summary>
internal sealed class FirstSteps : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseWebSecurity();
        app.UseRequestAccount();
        app.UseHotPath();
        next(app);
    };
}
