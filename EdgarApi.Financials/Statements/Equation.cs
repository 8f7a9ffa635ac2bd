using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;

namespace EdgarApi.Financials.Statements;

/// <summary>Compares the two sides of an equation over one period's values, as closely as the filers' rounding allows.</summary>
internal readonly struct Equation(AnswerValues answer, FiscalPeriod period, FinancialModel model)
{
    /// <summary>Preferred dividends, participating shares and other claims on income that are not tagged.</summary>
    private const decimal OtherClaims = 0.02m;

    /// <summary>Tables of quarters are rounded to thousands or tenths of millions in filings that are exact elsewhere.</summary>
    private const decimal CoarsestTable = 100_000, MostRelative = 0.0001m;

    private const string RestrictedCash = "CashIncludingRestricted", Cash = "CashAndEquivalents";

    /// <summary>A metric and the sum that it must be, written as a formula of the catalog.</summary>
    public StatementCheck Check(string name, string left, string right)
    {
        var values = answer.Of(period);
        var total = values[left];
        if (total.Value is null) return NotApplicable(name);
        decimal sum = 0, tolerance = Rounding(total);
        foreach (var term in Parsed(right).Terms)
        {
            var value = values[term.Name];
            if (value.Value is { } amount) (sum, tolerance) = (sum + term.Sign * amount, tolerance + Rounding(value));
            else if (!term.IsOptional) return NotApplicable(name);
        }
        return Compare(name, total.Value.Value - sum, tolerance);
    }

    /// <summary>A year and its four quarters. Where some were restated and others not, they add up on another basis.</summary>
    public StatementCheck CheckQuarters(string name, string metric)
    {
        var total = answer.Of(period)[metric];
        if (total.Value is null || model.Calendar.Year(period.FiscalYear) is not { } year) return NotApplicable(name);
        decimal sum = 0, tolerance = Rounding(total);
        for (var i = 1; i <= 4; i++)
        {
            if (year.Quarter(i) is not { } quarter || answer.Of(quarter)[metric] is not { Value: { } amount } value) return NotApplicable(name);
            (sum, tolerance) = (sum + amount, tolerance + Rounding(value));
        }
        var check = Compare(name, total.Value.Value - sum, tolerance);
        return check.Status == CheckStatus.Failed && new OtherBases(model, year, MetricCatalog.Definition(metric)).AddUp(tolerance) ? check with { Status = CheckStatus.Restated } : check;
    }

    /// <summary>An amount and what it is a share, times the shares: within the rounding of both.</summary>
    public StatementCheck CheckPerShare(string name, string amount, string perShare, string shares)
    {
        var values = answer.Of(period);
        MetricValue total = values[amount], each = values[perShare], count = values[shares];
        // Twelve months' EPS is a sum over changing shares, a fourth quarter's is computed from these very amounts.
        if (total.Value is null || each is not { Value: { } eps, Source.Derivation: null } || count.Value is not { } number || period.Kind == FiscalPeriodKind.TrailingTwelveMonths)
            return NotApplicable(name);
        var halfDigit = 0.5m / (decimal)Math.Pow(10, Math.Max((int)each.Source.Value.Scale, 2)) * each.Source.Factor;
        return Compare(name, total.Value.Value - eps * number, Math.Abs(halfDigit * number) + Math.Abs(total.Value.Value) * OtherClaims + Rounding(total));
    }

    /// <summary>A change over the period and the balance at its end less that at its start, both of the kind of cash that the change is of.</summary>
    public StatementCheck CheckChangeOfBalance(string name, string change)
    {
        var total = answer.Of(period)[change];
        if (total.Value is null || Before() is not { } before) return NotApplicable(name);
        var metric = Leaf(total.Source!).Concept.Contains("RestrictedCash", StringComparison.Ordinal) ? RestrictedCash : Cash;
        MetricValue closing = answer.Of(period)[metric], opening = answer.Of(before)[metric];
        if (closing.Value is null || opening.Value is null || closing.Source!.Concept != opening.Source!.Concept || metric == RestrictedCash && !IsRestricted(closing))
            return NotApplicable(name);
        return Compare(name, total.Value.Value - (closing.Value.Value - opening.Value.Value), Rounding(total) + Rounding(closing) + Rounding(opening));
    }

    private static bool IsRestricted(MetricValue value) => value.Source!.Concept.Contains("RestrictedCash", StringComparison.Ordinal);

    /// <summary>The period of the same kind, or a transition, that ends where this one starts.</summary>
    private FiscalPeriod? Before()
    {
        var end = period.Start.DayNumber - 1;
        if (period.Kind == FiscalPeriodKind.TrailingTwelveMonths) return null;
        foreach (var other in model.Calendar.Of(period.Kind == FiscalPeriodKind.Quarter ? Frequency.Quarterly : Frequency.Annual))
            if (other.End.DayNumber == end) return other;
        return null;
    }

    private static Source Leaf(Source source) => source.Operands.Count == 0 ? source : Leaf(source.Operands[0]);

    /// <summary>By how much rounding can make a value differ from the true one: half a unit of each filing that it comes from.</summary>
    private decimal Rounding(MetricValue value) => Rounding(value.Source!);

    private decimal Rounding(Source source)
    {
        if (source.Operands.Count == 0) return Math.Max(model.Precision.Of(source.Accession), OwnUnit(source.Value)) / 2;
        var sum = 0m;
        foreach (var operand in source.Operands) sum += Rounding(operand);
        return sum;
    }

    /// <summary>The unit that a value by itself looks rounded to.</summary>
    private static decimal OwnUnit(decimal value)
    {
        var unit = 1m;
        while (unit < CoarsestTable && value != 0 && value % (unit * 10) == 0) unit *= 10;
        return Math.Min(unit, Math.Max(1_000, Math.Abs(value) * MostRelative));
    }

    private StatementCheck Compare(string name, decimal difference, decimal tolerance) =>
        new(name, period.Key, Math.Abs(difference) <= tolerance ? CheckStatus.Passed : CheckStatus.Failed, difference, tolerance);

    private StatementCheck NotApplicable(string name) => new(name, period.Key, CheckStatus.NotApplicable, null, 0);

    private static Formula Parsed(string formula) => Formulas.GetOrAdd(formula, text => Formula.Parse(text, [.. MetricCatalog.All.Select(metric => metric.Id)]));

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, Formula> Formulas = new();
}
