using System.Globalization;

namespace EdgarApi.Api.Responses;

/// <summary>Reports timings to the browser's developer tools. Production does not expose them.</summary>
internal static class ServerTiming
{
    public static void Write(HttpContext context, string step, TimeSpan duration)
    {
        if (!context.RequestServices.GetRequiredService<IHostEnvironment>().IsDevelopment()) return;
        context.Response.Headers.Append(
            "Server-Timing", string.Create(CultureInfo.InvariantCulture, $"{step};dur={duration.TotalMilliseconds:0.###}"));
    }
}
