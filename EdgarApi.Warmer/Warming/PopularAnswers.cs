using EdgarApi.Contracts;

namespace EdgarApi.Warmer.Warming;

/// <summary>
/// The most requested responses of a company, below <c>/api/v1/companies/{id}/</c>: those with default parameters, and quarterly
/// statements.
/// </summary>
internal static class PopularAnswers
{
    public const string Prefix = ApiRoutes.Companies + "/";

    /// <summary>Responses that need no API key.</summary>
    public static readonly IReadOnlyList<string> Open = ["overview"];

    /// <summary>Responses that need an API key.</summary>
    public static readonly IReadOnlyList<string> Keyed =
    [
        "statements/income", "statements/balance", "statements/cashflow",
        "statements/income?freq=quarterly", "statements/balance?freq=quarterly", "statements/cashflow?freq=quarterly",
        "timeseries?metrics=Revenue,NetIncome",
    ];

    /// <summary>Paths and queries of a company's popular responses that are available with or without a key.</summary>
    public static IReadOnlyList<string> GetTargets(string company, bool withKey) =>
        [.. (withKey ? [.. Open, .. Keyed] : Open).Select(answer => $"{Prefix}{Uri.EscapeDataString(company)}/{answer}")];

    /// <summary>Whether a path needs no API key.</summary>
    public static bool IsOpen(string target) =>
        target.StartsWith(Prefix, StringComparison.Ordinal) && Open.Contains(target.Split('?')[0].Split('/')[^1]);
}
