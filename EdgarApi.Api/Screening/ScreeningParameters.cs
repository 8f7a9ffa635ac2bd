using EdgarApi.Api.Requests;

namespace EdgarApi.Api.Screening;

/// <summary>Parameters that frames, screens and peers share.</summary>
internal static class ScreeningParameters
{
    public static readonly QueryParameter<string?> Currency = new(
        "currency", "Only companies that report in this currency, ISO 4217.",
        new ParameterSchema("string") { MaxLength = 3, Example = "USD" }, null, text => text.Length == 3 && text.All(char.IsAsciiLetter)
            ? text.ToUpperInvariant()
            : Parsed<string?>.Invalid("must be a currency of three letters, for example USD"));
}
