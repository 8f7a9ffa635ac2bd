using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EdgarApi.AppHost.Logs;

/// <summary>The AppHost's own log on the console: one line per message, and nothing that only concerns Aspire's internals.</summary>
internal static class ConsoleLog
{
    public static IDistributedApplicationBuilder AddConsoleLog(this IDistributedApplicationBuilder builder)
    {
        builder.Services.AddLogging(logging => logging
            .AddSimpleConsole(console => console.SingleLine = true)
            // Servers that are not up yet fail their checks; WaitFor and the dashboard show their state.
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None)
            .AddFilter("System.Net.Http.HttpClient", LogLevel.Warning)
            // A stop during the start cancels it, which the host reports as an error.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)
            // The dashboard's keys live as long as the run and protect nothing on disk.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            // It warns that no development certificate is trusted; every endpoint of a local run is plain HTTP on the loopback interface.
            .AddFilter("Aspire.Hosting.Dcp.DcpHost", LogLevel.Error));
        return builder;
    }
}
