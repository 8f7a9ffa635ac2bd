using System.Globalization;

namespace EdgarApi.Api.Responses;

/// <summary>Tells a developer's browser where the time went; in production that is nobody's business.</summary>
internal static class ServerTiming
{
    public static void Write(HttpContext context, string step, TimeSpan duration)
    {
        if (context.RequestServices.GetRequiredService<IHostEnvironment>().IsDevelopment())
            context.Response.Headers.Append("Server-Timing", string.Create(CultureInfo.InvariantCulture, $"{step};dur={duration.TotalMilliseconds:0.###}"));
    }
}
