namespace EdgarApi.Warmer.Warming;

/// <summary>The answers of a company that most callers ask for, below <c>/api/v1/companies/{id}/</c>: those without parameters, and quarters.</summary>
internal static class PopularAnswers
{
    /// <summary>Answers that need no key.</summary>
    public static readonly IReadOnlyList<string> Open = ["overview"];

    /// <summary>Answers that need one.</summary>
    public static readonly IReadOnlyList<string> Keyed =
    [
        "statements/income", "statements/balance", "statements/cashflow",
        "statements/income?freq=quarterly", "statements/balance?freq=quarterly", "statements/cashflow?freq=quarterly",
        "timeseries?metrics=Revenue,NetIncome",
    ];

    /// <summary>What can be asked with or without a key.</summary>
    public static IReadOnlyList<string> Reachable(bool withKey) => withKey ? [.. Open, .. Keyed] : Open;
}
