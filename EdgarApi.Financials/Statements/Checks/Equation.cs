using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Quarters;
using EdgarApi.Financials.Statements.Values;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements.Checks;

/// <summary>Compares the two sides of an equation over one period's values, within the filers' rounding.</summary>
internal readonly struct Equation(AnswerValues answer, FiscalPeriod period, FinancialModel model)
{
    /// <summary>
    /// Checks that a metric equals a sum, written as a formula of the catalog. If only a part was restated, compares within filings.
    /// </summary>
    public StatementCheck Check(string name, string left, string right)
    {
        var values = answer.At(period);
        var total = values[left];
        if (total.Value is null) return NotApplicable(name);
        var sum = 0m;
        var terms = Parsed(right).Terms;
        Span<decimal> roundings = stackalloc decimal[terms.Length + 1];
        roundings[0] = Rounding(total);
        var count = 1;
        foreach (var term in terms)
        {
            var value = values.Get(term.Metric!.Definition);
            if (value.Value is { } amount)
            {
                sum += term.Sign * amount;
                roundings[count++] = Rounding(value);
            }
            // A term that was reported and cannot be derived is not zero.
            else if (!term.IsOptional || value.ReasonCode == ReasonCode.PartNotRestated) return NotApplicable(name);
        }
        var tolerance = RoundingUnits.Add(roundings[..count]);
        var check = Compare(name, total.Value.Value - sum, tolerance);
        if (check.Status != CheckStatus.Failed) return check;
        var isExplained = period.Kind == FiscalPeriodKind.TrailingTwelveMonths
            ? IsExplainedByQuarters(quarter => quarter.Check(name, left, right))
            : new OtherFilings(model).AddUp(period, MetricCatalog.Definition(left), Parsed(right), tolerance);
        return isExplained ? check with { Status = CheckStatus.Restated } : check;
    }

    /// <summary>Whether restated quarters explain the difference of twelve months.</summary>
    private bool IsExplainedByQuarters(Func<Equation, StatementCheck> check)
    {
        if (model.Calendar.GetQuarters(period) is not { } quarters) return false;
        var statuses = new HashSet<CheckStatus>();
        foreach (var quarter in quarters) statuses.Add(check(new Equation(answer, quarter, model)).Status);
        return statuses.Contains(CheckStatus.Restated) && !statuses.Contains(CheckStatus.Failed);
    }

    /// <summary>
    /// Checks that four quarters add up to their year. If only one of the five was restated, they add up on another basis.
    /// </summary>
    public StatementCheck CheckQuarters(string name, string metric)
    {
        var definition = MetricCatalog.Definition(metric);
        var total = answer.At(period).Get(definition);
        if (total.Value is null || model.Calendar.Year(period.FiscalYear) is not { } year) return NotApplicable(name);
        var sum = 0m;
        Span<decimal> roundings = [Rounding(total), 0, 0, 0, 0];
        var quarters = new MetricValue[4];
        for (var i = 0; i < 4; i++)
        {
            if (year.Quarter(i + 1) is not { } quarter || answer.At(quarter).Get(definition) is not { Value: { } amount } value)
                return NotApplicable(name);
            (quarters[i], sum, roundings[i + 1]) = (value, sum + amount, Rounding(value));
        }
        var tolerance = RoundingUnits.Add(roundings);
        var check = Compare(name, total.Value.Value - sum, tolerance);
        if (check.Status != CheckStatus.Failed) return check;
        var isRestated = new YearOnOtherBases(model, year, definition).AddUp(total, quarters, tolerance);
        return isRestated ? check with { Status = CheckStatus.Restated } : check;
    }

    /// <summary>
    /// The outcome of <see cref="CheckQuarters"/>, without the tolerance where the quarters add up exactly, as most do.
    /// </summary>
    public CheckStatus CompareQuarters(FiscalYear year, MetricDefinition metric)
    {
        if (answer.At(period).Get(metric).Value is not { } difference) return CheckStatus.NotApplicable;
        for (var i = 1; i <= 4; i++)
        {
            if (year.Quarter(i) is not { } quarter || answer.At(quarter).Get(metric).Value is not { } amount)
                return CheckStatus.NotApplicable;
            difference -= amount;
        }
        return difference == 0 ? CheckStatus.Passed : CheckQuarters("", metric.Metric.Id).Status;
    }

    /// <summary>Checks that an amount is its per-share figure times the shares, within the rounding of all three.</summary>
    public StatementCheck CheckPerShare(string name, string amount, string perShare, string shares)
    {
        var values = answer.At(period);
        MetricValue total = values[amount], each = values[perShare], count = values[shares];
        // EPS of twelve months is a sum over changing shares, and a fourth quarter's is computed from these amounts.
        if (period.Kind == FiscalPeriodKind.TrailingTwelveMonths) return NotApplicable(name);
        if (total.Value is null || each is not { Value: { } eps, Source.Derivation: null } || count.Value is not { } number)
            return NotApplicable(name);
        var scale = Math.Max((int)each.Source.Value.Scale, Thresholds.FewestPerShareDecimals);
        var (factor, rounding) = (each.Source.Factor, Rounding(total));
        decimal Tolerance(decimal income, decimal figure, decimal number) =>
            Math.Abs(0.5m / (decimal)Math.Pow(10, scale) * factor * number) + Math.Abs(0.5m * figure)
            + Math.Abs(income) * Thresholds.UntaggedClaims + rounding;
        var check = Compare(name, total.Value.Value - eps * number, Tolerance(total.Value.Value, eps, number));
        return check.Status == CheckStatus.Failed
            && new OtherFilings(model)
                .Multiply(period, Incomes, MetricCatalog.Definition(perShare), MetricCatalog.Definition(shares), Tolerance)
                ? check with { Status = CheckStatus.Restated } : check;
    }

    /// <summary>
    /// Checks that a bank's revenue is the sum of its two parts or, where other items stand beside them, leads to income before tax.
    /// </summary>
    public StatementCheck CheckBankRevenue(string name)
    {
        var values = answer.At(period);
        MetricValue revenue = values["Revenue"], interest = values["NetInterestIncome"], other = values.GetReported(NoninterestIncome);
        if (revenue.Value is not { } total || interest.Value is null || other.Value is null) return NotApplicable(name);
        var check = Compare(
            name, total - interest.Value.Value - other.Value.Value, Rounding(revenue) + Rounding(interest) + Rounding(other));
        if (check.Status != CheckStatus.Failed) return check;
        MetricValue provision = values["ProvisionForCreditLosses"], expense = values["NoninterestExpense"], pretax = values["PretaxIncome"];
        var leads = total - provision.Value - expense.Value - pretax.Value;
        return leads is not { } difference || Math.Abs(difference)
            > Rounding(revenue) + Rounding(provision) + Rounding(expense) + Rounding(pretax) ? check
            : check with { Status = CheckStatus.Passed, Difference = difference };
    }

    private static readonly MetricDefinition NoninterestIncome = MetricCatalog.Definition("NoninterestIncome");

    private static readonly MetricDefinition[] Incomes =
        [MetricCatalog.Definition("NetIncomeToCommon"), MetricCatalog.Definition("NetIncome")];

    /// <summary>The rounding of a value.</summary>
    public decimal Rounding(MetricValue value) => new RoundingUnits(model.Precision).GetTolerance(value.Source!);

    /// <summary>The outcome for a difference of the two sides.</summary>
    public StatementCheck Compare(string name, decimal difference, decimal tolerance) =>
        new(name, period.Key, Math.Abs(difference) <= tolerance ? CheckStatus.Passed : CheckStatus.Failed, difference, tolerance);

    /// <summary>The outcome if a value is missing.</summary>
    public StatementCheck NotApplicable(string name) => new(name, period.Key, CheckStatus.NotApplicable, null, 0);

    private static Formula Parsed(string formula) => Formulas.GetOrAdd(formula, Formula.Parse);

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, Formula> Formulas = new();
}
