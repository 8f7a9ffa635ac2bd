using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace EdgarApi.ServiceDefaults.Telemetry;

/// <summary>
/// <c>/metrics</c> for Prometheus. Metrics tell how a service is used, so outside Development they are only at an address of their own,
/// whose port no ingress forwards to, or nowhere.
/// </summary>
internal static class MetricsEndpoint
{
    public const string Path = "/metrics";

    /// <summary>Setting: a further address to listen on, such as <c>http://*:9464</c>, which alone serves <c>/metrics</c>.</summary>
    public const string UrlSetting = "EdgarApi:MetricsUrl";

    /// <summary>What the server listens on if no setting says otherwise.</summary>
    private const string DefaultUrl = "http://localhost:5000";

    /// <summary>Makes the server listen on the address for metrics too.</summary>
    /// <exception cref="OptionsValidationException">The setting is not an address with a port.</exception>
    public static void AddMetricsAddress(this IHostApplicationBuilder builder)
    {
        if (FindPort(builder.Configuration) is null) return;
        var configuration = builder.Configuration;
        var urls = configuration[WebHostDefaults.ServerUrlsKey];
        if (string.IsNullOrEmpty(urls))
        {
            urls = string.Join(';', GetUrls("http", configuration[WebHostDefaults.HttpPortsKey])
                .Concat(GetUrls("https", configuration[WebHostDefaults.HttpsPortsKey])));
        }

        configuration[WebHostDefaults.ServerUrlsKey] = $"{(urls.Length > 0 ? urls : DefaultUrl)};{configuration[UrlSetting]}";
    }

    /// <summary>Maps the endpoint where the environment and the setting allow it.</summary>
    public static void MapMetrics(this WebApplication app)
    {
        var port = FindPort(app.Configuration);
        if ((port is null && !app.Environment.IsDevelopment()) || IsDisabled(app.Configuration)) return;
        app.MapPrometheusScrapingEndpoint(
            Path, meterProvider: null, branch => branch.Use((context, next) => ServeAsync(context, port, next)), optionsName: null)
            .ForReading().DisableHttpMetrics();
    }

    /// <summary>Whether OpenTelemetry's own switch turns off all telemetry.</summary>
    internal static bool IsDisabled(IConfiguration configuration) =>
        string.Equals(configuration["OTEL_SDK_DISABLED"], bool.TrueString, StringComparison.OrdinalIgnoreCase);

    /// <summary>Checks the port of the connection: clients choose the <c>Host</c> header.</summary>
    private static Task ServeAsync(HttpContext context, int? port, RequestDelegate next)
    {
        if (port is null || context.Connection.LocalPort == port) return next(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static int? FindPort(IConfiguration configuration)
    {
        if (configuration[UrlSetting] is not { Length: > 0 } url) return null;
        try
        {
            return BindingAddress.Parse(url) is { IsUnixPipe: false, Port: > 0 and var port } ? port : throw new FormatException();
        }
        catch (FormatException)
        {
            throw new OptionsValidationException(
                UrlSetting, typeof(string), [$"{UrlSetting} is '{url}', but must be an address with a port like http://*:9464."]);
        }
    }

    private static IEnumerable<string> GetUrls(string scheme, string? ports) =>
        (ports ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(port => $"{scheme}://*:{port}");
}
