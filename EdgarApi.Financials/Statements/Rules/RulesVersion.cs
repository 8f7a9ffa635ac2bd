namespace EdgarApi.Financials.Statements.Rules;

/// <summary>
/// Numbers the rules that turn facts into values. Rules change numbers that clients have stored, so every response names the version, and
/// the changelog lists the metrics that a version changes.
/// </summary>
public static class RulesVersion
{
    /// <summary>
    /// The current version. Raise it with every change of a rule, a concept or a formula; <c>RulesVersionTests</c> fails otherwise.
    /// </summary>
    public const int Current = 2;
}
