using Microsoft.Extensions.Options;

namespace EdgarApi.Api.WebSecurity;

/// <summary>Whether callers must come with TLS, and where they find it.</summary>
/// <param name="IsRequired">Without TLS they are sent there.</param>
/// <param name="Port">Where it is.</param>
internal sealed record TlsRequirement(bool IsRequired, int Port)
{
    /// <summary>Setting that says whether TLS is demanded; without it, it is everywhere but in Development.</summary>
    public const string RequireHttps = "EdgarApi:RequireHttps";

    public static TlsRequirement Read(IConfiguration configuration, IHostEnvironment environment) =>
        new(ReadRequired(configuration, environment), configuration.GetValue("HTTPS_PORT", 443));

    private static bool ReadRequired(IConfiguration configuration, IHostEnvironment environment) =>
        configuration[RequireHttps] is not { Length: > 0 } text ? !environment.IsDevelopment()
        : bool.TryParse(text, out var value) ? value
        : throw new OptionsValidationException(
            RequireHttps, typeof(bool), [$"{RequireHttps} is '{text}', but must be true or false (without it TLS is demanded outside of Development)."]);
}
