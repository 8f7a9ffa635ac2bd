using Microsoft.Extensions.Options;

namespace EdgarApi.Api.Ops;

/// <summary>Whether <c>/ops</c> is served, and where it finds Prometheus.</summary>
/// <param name="IsEnabled">Whether the page and its data exist.</param>
/// <param name="Prometheus">Base address of Prometheus; null without one.</param>
internal sealed record OpsSettings(bool IsEnabled, Uri? Prometheus)
{
    /// <summary>The setting that enables the page. Defaults to true in Development only.</summary>
    public const string Enabled = "EdgarApi:Ops:Enabled";

    /// <summary>The setting with the address of Prometheus.</summary>
    public const string PrometheusUrl = "EdgarApi:Ops:PrometheusUrl";

    /// <exception cref="OptionsValidationException">A setting is invalid.</exception>
    public static OpsSettings Read(IConfiguration configuration, IHostEnvironment environment) =>
        new(ReadEnabled(configuration, environment), ReadAddress(configuration));

    private static bool ReadEnabled(IConfiguration configuration, IHostEnvironment environment) =>
        configuration[Enabled] is not { Length: > 0 } text ? environment.IsDevelopment()
        : bool.TryParse(text, out var value) ? value
        : throw new OptionsValidationException(
            Enabled, typeof(bool), [$"{Enabled} is '{text}', but must be true or false (the default is true in Development only)."]);

    private static Uri? ReadAddress(IConfiguration configuration) =>
        configuration[PrometheusUrl] is not { Length: > 0 } text ? null
        : Uri.TryCreate(text.TrimEnd('/') + '/', UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address
        : throw new OptionsValidationException(
            PrometheusUrl, typeof(Uri), [$"{PrometheusUrl} is '{text}', but must be an address like http://127.0.0.1:9090."]);
}
