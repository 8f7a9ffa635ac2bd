using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Statements.Checks;

/// <summary>
/// Decides whether an equation that the values shown do not satisfy holds within filings. Then each filing's statement is right, and a
/// restatement between them explains the difference.
/// </summary>
internal readonly struct OtherFilings(FinancialModel model)
{
    private static readonly MetricDefinition Change = MetricCatalog.Definition("NetChangeInCash");

    private static readonly MetricDefinition[] Balances =
        [MetricCatalog.Definition("CashIncludingRestricted"), MetricCatalog.Definition("CashAndEquivalents")];

    private FactColumns Columns => model.Facts.Columns;

    /// <summary>Whether a metric is the sum of others in one filing, or for a derived quarter in two filings.</summary>
    public bool AddUp(FiscalPeriod period, MetricDefinition total, Formula sum, decimal tolerance)
    {
        int start = period.Start.DayNumber, end = period.End.DayNumber;
        foreach (var filing in FilingsWith(total, start, end))
            if (Gap(filing, total, sum, start, end) is { } gap && Math.Abs(gap) <= tolerance) return true;
        if (period.Kind != FiscalPeriodKind.Quarter || period.Quarter < 2 || model.Calendar.Year(period.FiscalYear) is not { } year)
            return false;
        foreach (var whole in FilingsWith(total, year.Start, end))
            foreach (var part in FilingsWith(total, year.Start, start - 1))
            {
                var gap = Gap(whole, total, sum, year.Start, end) - Gap(part, total, sum, year.Start, start - 1);
                if (gap is not null && Math.Abs(gap.Value) <= tolerance) return true;
            }
        return false;
    }

    /// <summary>Whether income is EPS times shares in one filing.</summary>
    /// <param name="period">The period.</param>
    /// <param name="incomes">Metrics, one of which is the income.</param>
    /// <param name="perShare">Income per share.</param>
    /// <param name="shares">Number of shares.</param>
    /// <param name="tolerance">The difference allowed for an income, a per-share figure and a number of shares.</param>
    public bool Multiply(
        FiscalPeriod period, MetricDefinition[] incomes, MetricDefinition perShare, MetricDefinition shares,
        Func<decimal, decimal, decimal, decimal> tolerance)
    {
        int start = period.Start.DayNumber, end = period.End.DayNumber;
        foreach (var filing in FilingsWith(perShare, start, end))
        {
            if (ValueIn(filing, perShare, start, end) is not { } each || ValueIn(filing, shares, start, end) is not { } count) continue;
            foreach (var definition in incomes)
                if (ValueIn(filing, definition, start, end) is { } income
                    && Math.Abs(income - each * count) <= tolerance(income, each, count))
                    return true;
        }
        return false;
    }

    /// <summary>
    /// Whether the change shown, or another one on file, is the difference of two balances on file, one of which was restated.
    /// </summary>
    public bool IsChangeOfBalance(FiscalPeriod period, decimal shown, decimal tolerance)
    {
        List<decimal> changes = [shown, .. Changes(period).Where(change => change != shown)];
        foreach (var concept in Balances.SelectMany(definition => definition.Terms))
        {
            var closing = Values(concept, FactColumns.Instant, period.End.DayNumber);
            var opening = Values(concept, FactColumns.Instant, period.Start.DayNumber - 1);
            if (changes.Count < 2 && closing.Count < 2 && opening.Count < 2) continue;
            bool IsChange(decimal difference) => changes.Exists(change => Math.Abs(change - difference) <= tolerance);
            if (closing.Exists(after => opening.Exists(before => IsChange(after - before)))) return true;
        }
        return false;
    }

    /// <summary>
    /// Whether a quarter's difference is the restatement of the balance at the start of its year: the year's change starts from the
    /// restated balance, the part's from the earlier one.
    /// </summary>
    public bool IsChangeOfOpeningBalance(FiscalPeriod quarter, decimal difference, decimal tolerance)
    {
        if (quarter.Kind != FiscalPeriodKind.Quarter || quarter.Quarter < 2 || model.Calendar.Year(quarter.FiscalYear) is not { } year)
            return false;
        foreach (var concept in Balances.SelectMany(definition => definition.Terms))
        {
            var openings = Values(concept, FactColumns.Instant, year.Start - 1);
            if (openings.Exists(first => openings.Exists(later => Math.Abs(first - later - difference) <= tolerance))) return true;
        }
        return false;
    }

    private List<decimal> Changes(FiscalPeriod period)
    {
        int start = period.Start.DayNumber, end = period.End.DayNumber;
        var changes = new List<decimal>();
        var beforeExchangeRates = ChangeInCashThatFitsSections.BeforeExchangeRates.Select(name => new ConceptTerm(name, 1));
        foreach (var concept in Change.Terms.Concat(beforeExchangeRates))
        {
            changes.AddRange(Values(concept, start, end));
            if (period.Kind != FiscalPeriodKind.Quarter || period.Quarter < 2 || model.Calendar.Year(period.FiscalYear) is not { } year)
                continue;
            var before = Values(concept, year.Start, start - 1);
            foreach (var whole in Values(concept, year.Start, end)) changes.AddRange(before.Select(part => whole - part));
        }
        return changes;
    }

    private List<decimal> Values(ConceptTerm concept, int start, int end)
    {
        var series = model.Index.Find(concept.Concept, model.Currency);
        var values = new List<decimal>();
        if (series < 0) return values;
        foreach (var row in model.View.Vintages(series, start, end))
            if (concept.Sign * Columns.Value[row] is var value && !values.Contains(value)) values.Add(value);
        return values;
    }

    private List<int> FilingsWith(MetricDefinition definition, int start, int end)
    {
        var filings = new List<int>();
        foreach (var concept in definition.Terms)
            if (model.Index.Find(concept.Concept, model.GetUnit(definition.Metric)) is >= 0 and var series)
                foreach (var row in model.View.Vintages(series, start, end)) filings.Add(Columns.Filing[row]);
        return filings;
    }

    /// <summary>A metric less the sum in one filing; null if a term is missing.</summary>
    private decimal? Gap(int filing, MetricDefinition total, Formula sum, int start, int end)
    {
        var gap = ValueIn(filing, total, start, end);
        foreach (var term in sum.Terms)
        {
            var value = ValueIn(filing, term.Metric!.Definition, start, end);
            if (value is not null || !term.IsOptional) gap -= term.Sign * value;
        }
        return gap;
    }

    /// <summary>A metric's value in one filing, under its first concept there or, where the catalog says so, the largest.</summary>
    private decimal? ValueIn(int filing, MetricDefinition definition, int start, int end)
    {
        decimal? best = null;
        foreach (var concept in definition.Terms)
        {
            if (model.Index.Find(concept.Concept, model.GetUnit(definition.Metric)) is not (>= 0 and var series)) continue;
            foreach (var row in model.View.Vintages(series, start, end))
                if (Columns.Filing[row] == filing && (best is null || definition.Concepts!.PicksLargest && Columns.Value[row] > best))
                    best = concept.Sign * Columns.Value[row];
        }
        return best;
    }
}
