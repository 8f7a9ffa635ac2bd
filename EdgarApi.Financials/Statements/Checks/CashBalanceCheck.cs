using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Rules;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Checks;

/// <summary>Compares the change in cash of one period with the balances of cash.</summary>
internal readonly struct CashBalanceCheck(AnswerValues answer, FiscalPeriod period, FinancialModel model)
{
    public static readonly RuleDescription Rule = new(
        "cash-balance-check",
        "The change in cash is checked against balances of its kind of cash, then also with restricted cash or cash held for sale.",
        "ASC 230-10-45-4, ASU 2016-18; Walmart's and McDonald's cash held for sale.");

    private const string RestrictedCash = "CashIncludingRestricted", Cash = "CashAndEquivalents";

    private static readonly string Discontinued = ConceptLists.GetOne(Rule.Id, "discontinued"),
        HeldForSaleCash = ConceptLists.GetOne(Rule.Id, "heldForSale"),
        NameOfRestricted = ConceptLists.GetOne(Rule.Id, "namesOfRestrictedContain");

    private readonly Equation _equation = new(answer, period, model);

    /// <summary>Checks that a change is the closing balance less the opening one, both of the kind of cash that the change has.</summary>
    public StatementCheck Check(string name, string change)
    {
        var total = answer.At(period)[change];
        if (total.Value is null || model.Calendar.Preceding(period) is not { } before) return _equation.NotApplicable(name);
        var metric = Leaf(total.Source!).Concept.Contains(NameOfRestricted, StringComparison.Ordinal) ? RestrictedCash : Cash;
        MetricValue closing = answer.At(period)[metric], opening = answer.At(before)[metric];
        if (closing.Value is null || opening.Value is null || closing.Source!.Concept != opening.Source!.Concept)
            return _equation.NotApplicable(name);
        if (metric == RestrictedCash && !IsRestricted(closing)) return _equation.NotApplicable(name);
        var check = _equation.Compare(
            name, total.Value.Value - (closing.Value.Value - opening.Value.Value),
            _equation.Rounding(total) + _equation.Rounding(closing) + _equation.Rounding(opening));
        foreach (var (after, until) in OtherCash(before))
            if (check.Status == CheckStatus.Failed) check = Passing(check, total.Value.Value - (after - until));
        if (check.Status != CheckStatus.Failed) return check;
        var filings = new OtherFilings(model);
        return filings.IsChangeOfBalance(period, total.Value.Value, check.Tolerance)
            || filings.IsChangeOfOpeningBalance(period, check.Difference!.Value, check.Tolerance)
            ? check with { Status = CheckStatus.Restated } : check;
    }

    /// <summary>
    /// Balances with other cash that filers include: restricted cash under the name of cash, and the cash of businesses held for sale.
    /// </summary>
    private IEnumerable<(decimal Closing, decimal Opening)> OtherCash(FiscalPeriod before)
    {
        MetricValue closing = answer.At(period)[RestrictedCash], opening = answer.At(before)[RestrictedCash];
        if (closing.Value is not null && opening.Value is not null) yield return (closing.Value.Value, opening.Value.Value);
        closing = answer.At(period)[Cash];
        opening = answer.At(before)[Cash];
        if (closing.Value is null || opening.Value is null) yield break;
        // Some filers tag cash at the end that is no longer held for sale.
        foreach (var atEnd in new[] { HeldForSale(period), 0 })
            yield return (closing.Value.Value + atEnd, opening.Value.Value + HeldForSale(before));
        // The cash flow of discontinued operations is in the change but not in the balance.
        var change = FormulaEvaluator.FromConcept(answer.At(period), model, MetricCatalog.Definition("NetChangeInCash"), Discontinued);
        if (change.Value is { } discontinued) yield return (closing.Value.Value + discontinued, opening.Value.Value);
    }

    private decimal HeldForSale(FiscalPeriod at)
    {
        var series = model.Index.Find(HeldForSaleCash, model.Currency);
        var row = series < 0 ? -1 : model.View.Select(series, FactColumns.Instant, at.End.DayNumber);
        // Some filers tag it as a deduction.
        return row < 0 ? 0 : Math.Abs(model.Facts.Columns.Value[row]);
    }

    private static StatementCheck Passing(StatementCheck check, decimal difference) =>
        Math.Abs(difference) <= check.Tolerance ? check with { Status = CheckStatus.Passed, Difference = difference } : check;

    private static bool IsRestricted(MetricValue value) => value.Source!.Concept.Contains(NameOfRestricted, StringComparison.Ordinal);

    private static Source Leaf(Source source) => source.Operands.Count == 0 ? source : Leaf(source.Operands[0]);
}
