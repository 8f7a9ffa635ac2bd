using Microsoft.Extensions.Hosting;
using OpenTelemetry.Trace;

namespace EdgarApi.Storage.Tracing;

/// <summary>Detects whether a program uses tracing.</summary>
public static class TracingExtensions
{
    /// <summary>True after the service defaults were added; false in the command line, where tracers and meters would be unused.</summary>
    public static bool HasTracing(this IHostApplicationBuilder builder) =>
        builder.Services.Any(service => service.ServiceType == typeof(TracerProvider));
}
