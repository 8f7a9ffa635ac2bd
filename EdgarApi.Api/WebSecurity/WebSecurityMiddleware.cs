using Microsoft.AspNetCore.HttpOverrides;

namespace EdgarApi.Api.WebSecurity;

/// <summary>The first step of a request: who asks without TLS is sent to where there is some, and every answer says what browsers are to forbid.</summary>
internal sealed partial class WebSecurityMiddleware(RequestDelegate next, TlsRequirement demand, ILogger<WebSecurityMiddleware> logger)
{
    /// <summary>Probes and scrapes come from inside, by address and without TLS.</summary>
    private static readonly PathString[] Plain = ["/health", "/alive", "/metrics"];

    private int warned;

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (demand.IsRequired && !request.IsHttps && IsToRedirect(request))
        {
            context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
            context.Response.Headers.Location = AddressOf(request);
            return Task.CompletedTask;
        }

        SecurityHeaders.Write(context, strictTransport: demand.IsRequired && request.IsHttps);
        return next(context);
    }

    private bool IsToRedirect(HttpRequest request)
    {
        if (Array.Exists(Plain, path => request.Path.StartsWithSegments(path))) return false;
        if (request.Headers[ForwardedHeadersDefaults.XForwardedProtoHeaderName] != Uri.UriSchemeHttps) return true;
        // A proxy that is not trusted says that TLS ended at it: to send its client there again would go on for ever.
        if (Interlocked.Exchange(ref warned, 1) == 0) LogUntrusted(request.HttpContext.Connection.RemoteIpAddress?.ToString());
        return false;
    }

    private string AddressOf(HttpRequest request)
    {
        var host = demand.Port == 443 ? new HostString(request.Host.Host) : new HostString(request.Host.Host, demand.Port);
        return string.Concat("https://", host.ToUriComponent(), request.PathBase.ToUriComponent(), request.Path.ToUriComponent(), request.QueryString.ToUriComponent());
    }

    [LoggerMessage(LogLevel.Warning, "Requests come from {Address} with X-Forwarded-Proto, but it is not among EdgarApi:TrustedProxies: clients' addresses and schemes are not known")]
    private partial void LogUntrusted(string? address);
}

internal static class WebSecurityExtensions
{
    public static WebApplicationBuilder AddWebSecurity(this WebApplicationBuilder builder)
    {
        builder.AddTrustedProxies();
        builder.Services.AddSingleton(TlsRequirement.Read(builder.Configuration, builder.Environment));
        builder.Services.AddBrowserAccess();
        return builder;
    }

    /// <summary>Goes before everything else.</summary>
    public static IApplicationBuilder UseWebSecurity(this IApplicationBuilder app) => app.UseTrustedProxies().UseMiddleware<WebSecurityMiddleware>();
}
