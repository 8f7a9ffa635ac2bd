using System.Text;
using EdgarApi.ServiceDefaults.Telemetry;

namespace EdgarApi.Api.Ops.Process;

/// <summary>
/// Reads this process's own metrics, as Prometheus would scrape them. They are read in the process because <c>/metrics</c> may be at an
/// address of its own, or nowhere.
/// </summary>
internal sealed class ProcessMetrics
{
    private readonly IServiceProvider _services;
    private readonly RequestDelegate? _scrape;

    public ProcessMetrics(IServiceProvider services, IConfiguration configuration)
    {
        _services = services;
        if (MetricsEndpoint.IsDisabled(configuration)) return;
        var exporter = new ApplicationBuilder(services);
        exporter.UseOpenTelemetryPrometheusScrapingEndpoint(
            meterProvider: null, predicate: _ => true, path: null, configureBranchedPipeline: null, optionsName: null);
        _scrape = exporter.Build();
    }

    /// <summary>Reads all samples; none if telemetry is turned off.</summary>
    /// <exception cref="InvalidOperationException">The exporter failed.</exception>
    public async Task<IReadOnlyList<ProcessSample>> ReadAsync()
    {
        if (_scrape is null) return [];
        using var body = new MemoryStream();
        await using var scope = _services.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider, Response = { Body = body } };
        await _scrape(context);
        return context.Response.StatusCode == StatusCodes.Status200OK
            ? ProcessSample.Parse(Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length))
            : throw new InvalidOperationException($"The exporter responds with the status {context.Response.StatusCode}.");
    }
}
