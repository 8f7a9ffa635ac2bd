using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements.Quarters;
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

    /// <summary>The filings that a quarter is derived from; null unless it is one longer period less one shorter period.</summary>
    public static StatementBasis? From(in ConceptFinder finder, Candidate? quarter)
    {
        if (quarter is not { Others: [var part], First: var whole, Derivation: { } derivation }) return null;
        return new StatementBasis(
            finder.Columns.Filing[whole.Row], finder.Columns.Filing[part.Row], derivation,
            QuarterBeforeRestatement.IsDerivation(derivation), finder.IsRestated(whole.Row) && finder.IsRestated(part.Row));
    }

    /// <summary>
    /// A quarter of a line on the basis of the statement's leading value, if that is on one side of a restatement and the quarter's own is
    /// not.
    /// </summary>
    public CandidateLookup FindQuarter(in ConceptFinder finder, FiscalPeriod period)
    {
        if (IsBeforeRestatement && Subtract(finder, period) is { } before) return new CandidateLookup(before);
        var (own, reason) = QuarterByDifference.Find(finder, period);
        if (IsBeforeRestatement && own?.Filing(finder.Model) > WholeFiling) return CandidateLookup.Missing(ReasonCode.PartNotRestated);
        var isOnBasis = own is { Derivation: { } derivation } && !QuarterBeforeRestatement.IsDerivation(derivation);
        return new CandidateLookup(AreBothRestated && !isOnBasis ? Subtract(finder, period) ?? own : own, reason);
    }

    /// <summary>The year to date less the time before the quarter, both from the filings of the statement's leading value.</summary>
    private Candidate? Subtract(in ConceptFinder finder, FiscalPeriod period)
    {
        if (period.Quarter < 2 || finder.Model.Calendar.Year(period.FiscalYear) is not { } year) return null;
        var whole = finder.GetVintages(year.Start, period.End.DayNumber);
        var before = finder.GetVintages(year.Start, period.Start.DayNumber - 1);
        int first = whole.FindFiling(finder.Columns, WholeFiling), second = before.FindFiling(finder.Columns, PartFiling);
        return first < 0 || second < 0 ? null : finder.Subtract(whole[first], [before[second]], Derivation);
    }
}
