using EdgarApi.Api.Requests;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace EdgarApi.Api.WebServer;

/// <summary>Configures Kestrel.</summary>
internal static class WebServerExtensions
{
    public static WebApplicationBuilder AddWebServer(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            Limit(kestrel.Limits);
        });
        builder.WebHost.UseSockets(sockets =>
        {
            // The thread-pool thread that reads a request also handles it, without handing it over. This is safe because no handler blocks.
            sockets.UnsafePreferInlineScheduling = true;
            // Saves one system call per request for 4 KB per idle connection.
            sockets.WaitForDataBeforeAllocatingBuffer = false;
        });
        return builder;
    }

    private static void Limit(KestrelServerLimits limits)
    {
        limits.MaxRequestLineSize = 4 * RequestLengthLimits.UrlCharacters;
        limits.MaxRequestHeadersTotalSize = 2 * RequestLengthLimits.HeaderBytes;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxRequestBodySize = 64 * 1024;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
    }
}
