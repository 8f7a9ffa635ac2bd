using EdgarApi.ServiceDefaults;
using Microsoft.AspNetCore.HttpOverrides;

namespace EdgarApi.Api.WebSecurity;

/// <summary>The outermost middleware: redirects plain HTTP to HTTPS and adds the security headers to every response.</summary>
internal sealed partial class WebSecurityMiddleware(
    RequestDelegate next, TlsRequirement tls, ILogger<WebSecurityMiddleware> logger)
{
    private int _warned;

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (tls.IsRequired && !request.IsHttps && ShouldRedirect(request))
        {
            context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
            context.Response.Headers.Location = GetHttpsUrl(request);
            return Task.CompletedTask;
        }

        SecurityHeaders.Write(context, strictTransport: tls.IsRequired && request.IsHttps);
        return next(context);
    }

    private bool ShouldRedirect(HttpRequest request)
    {
        // Probes come from inside the network, without TLS.
        if (ProbePaths.Contain(request.Path)) return false;
        if (request.Headers[ForwardedHeadersDefaults.XForwardedProtoHeaderName] != Uri.UriSchemeHttps) return true;
        // An untrusted proxy says that it terminated TLS. A redirect would send the client into a loop.
        if (Interlocked.Exchange(ref _warned, 1) == 0) LogUntrusted(request.HttpContext.Connection.RemoteIpAddress?.ToString());
        return false;
    }

    private string GetHttpsUrl(HttpRequest request)
    {
        var host = tls.Port == 443 ? new HostString(request.Host.Host) : new HostString(request.Host.Host, tls.Port);
        return string.Concat(
            "https://", host.ToUriComponent(), request.PathBase.ToUriComponent(), request.Path.ToUriComponent(),
            request.QueryString.ToUriComponent());
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Received X-Forwarded-Proto from {Address}, which is not in EdgarApi:TrustedProxies. "
            + "The addresses and schemes of its clients are unknown")]
    private partial void LogUntrusted(string? address);
}

internal static class WebSecurityExtensions
{
    public static WebApplicationBuilder AddWebSecurity(this WebApplicationBuilder builder)
    {
        builder.AddTrustedProxies();
        builder.Services.AddSingleton(TlsRequirement.Read(builder.Configuration, builder.Environment));
        builder.AddBrowserAccess();
        return builder;
    }

    /// <summary>Comes before all other middleware.</summary>
    public static IApplicationBuilder UseWebSecurity(this IApplicationBuilder app) =>
        app.UseTrustedProxies().UseMiddleware<WebSecurityMiddleware>();
}
