using Microsoft.Extensions.Hosting;
using OpenTelemetry.Trace;

namespace EdgarApi.Storage.Tracing;

/// <summary>Tells whether a program makes traces.</summary>
public static class TracingExtensions
{
    /// <summary>True after the service defaults; false in the command line, which would build a tracer and a meter for nobody.</summary>
    public static bool HasTracing(this IHostApplicationBuilder builder) => builder.Services.Any(service => service.ServiceType == typeof(TracerProvider));
}
