using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Statements.Values;

/// <summary>Of which filings a statement's leading value is derived for a quarter.</summary>
/// <param name="WholeFiling">Position of the filing that gives the longer period.</param>
/// <param name="PartFiling">Position of the filing that gives what came before the quarter.</param>
/// <param name="Derivation">How it is told.</param>
/// <param name="IsBeforeRestatement">Whether both are values from before a restatement.</param>
/// <param name="AreBothRestated">Whether both differ from other vintages: then both filings are of the restated basis, also in lines that did not change.</param>
internal sealed record StatementBasis(int WholeFiling, int PartFiling, string Derivation, bool IsBeforeRestatement, bool AreBothRestated)
{
    public static readonly RuleDescription Rule = new(
        "cash-flow-basis",
        "The lines of a quarter's cash flow statement stand before or after a restatement as operating cash flow does, so that sections add up.",
        "ASC 230-10-45-24.");
}
