using EdgarApi.Api.Requests;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace EdgarApi.Api.WebServer;

/// <summary>Kestrel's settings.</summary>
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
            // Requests are answered by the pool's thread that read them, without being handed from thread to thread: nothing here blocks one.
            sockets.UnsafePreferInlineScheduling = true;
            // Saves the wait for data a system call a request, and costs an idle connection 4 KB.
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
