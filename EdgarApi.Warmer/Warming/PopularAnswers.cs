using EdgarApi.Contracts;

namespace EdgarApi.Warmer.Warming;

/// <summary>The answers of a company that most callers ask for, below <c>/api/v1/companies/{id}/</c>: those without parameters, and quarters.</summary>
internal static class PopularAnswers
{
    public const string Prefix = ApiRoutes.Companies + "/";

    /// <summary>Answers that need no key.</summary>
    public static readonly IReadOnlyList<string> Open = ["overview"];

    /// <summary>Answers that need one.</summary>
    public static readonly IReadOnlyList<string> Keyed =
    [
        "statements/income", "statements/balance", "statements/cashflow",
        "statements/income?freq=quarterly", "statements/balance?freq=quarterly", "statements/cashflow?freq=quarterly",
        "timeseries?metrics=Revenue,NetIncome",
    ];

    /// <summary>Path and query of a company's answers that can be asked with or without a key.</summary>
    public static IReadOnlyList<string> GetTargets(string company, bool withKey) =>
        [.. (withKey ? [.. Open, .. Keyed] : Open).Select(answer => $"{Prefix}{Uri.EscapeDataString(company)}/{answer}")];

    /// <summary>Whether a path needs no key.</summary>
    public static bool IsOpen(string target) => target.StartsWith(Prefix, StringComparison.Ordinal) && Open.Contains(target.Split('?')[0].Split('/')[^1]);
}
