using Microsoft.Extensions.Options;

namespace EdgarApi.Api.WebSecurity;

/// <summary>Whether requests must use TLS.</summary>
/// <param name="IsRequired">Whether plain HTTP is redirected to HTTPS.</param>
/// <param name="Port">The HTTPS port.</param>
internal sealed record TlsRequirement(bool IsRequired, int Port)
{
    /// <summary>The setting that requires TLS. Defaults to true outside Development.</summary>
    public const string RequireHttps = "EdgarApi:RequireHttps";

    public static TlsRequirement Read(IConfiguration configuration, IHostEnvironment environment) =>
        new(ReadRequired(configuration, environment), configuration.GetValue("HTTPS_PORT", 443));

    private static bool ReadRequired(IConfiguration configuration, IHostEnvironment environment) =>
        configuration[RequireHttps] is not { Length: > 0 } text ? !environment.IsDevelopment()
        : bool.TryParse(text, out var value) ? value
        : throw new OptionsValidationException(
            RequireHttps, typeof(bool),
            [$"{RequireHttps} is '{text}', but must be true or false (the default is true outside Development)."]);
}
