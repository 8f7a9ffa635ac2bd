using Microsoft.Extensions.Options;

namespace EdgarApi.Api.WebSecurity;

/// <summary>
/// The sites whose scripts may use session tokens: the setting <c>EdgarApi:AllowedOrigins</c> lists their origins, such as
/// <c>https://app.example.com</c>. Defaults to none.
/// </summary>
/// <param name="All">The origins as browsers write them.</param>
internal sealed record AllowedOrigins(IReadOnlyList<string> All)
{
    public const string Section = "EdgarApi:AllowedOrigins";

    /// <exception cref="OptionsValidationException">An entry is no origin.</exception>
    public static AllowedOrigins Read(IConfiguration configuration) =>
        new([.. configuration.GetSection(Section).GetChildren().Select(entry => Read(entry.Path, entry.Value))]);

    private static string Read(string path, string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            && address.PathAndQuery == "/" && address.UserInfo.Length == 0 && address.Fragment.Length == 0
            ? address.GetLeftPart(UriPartial.Authority)
            : throw new OptionsValidationException(
                path, typeof(Uri), [$"{path} is '{text}', but must be an origin such as https://app.example.com, without a path."]);
}
