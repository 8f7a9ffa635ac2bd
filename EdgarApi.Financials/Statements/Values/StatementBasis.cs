using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Statements.Values;

/// <summary>The filings that a statement's leading value is derived from in a quarter.</summary>
/// <param name="WholeFiling">Position of the filing that gives the longer period.</param>
/// <param name="PartFiling">Position of the filing that gives the time before the quarter.</param>
/// <param name="Derivation">The derivation's text.</param>
/// <param name="IsBeforeRestatement">Whether both values are from before a restatement.</param>
/// <param name="AreBothRestated">Whether both differ from other vintages. Then both filings are on the restated basis, also in unchanged
/// lines.</param>
internal sealed record StatementBasis(int WholeFiling, int PartFiling, string Derivation, bool IsBeforeRestatement, bool AreBothRestated)
{
    public static readonly RuleDescription Rule = new(
        "cash-flow-basis",
        "All lines of a quarter's cash flow statement are on operating cash flow's side of a restatement, so that sections add up.",
        "ASC 230-10-45-24.");
}
