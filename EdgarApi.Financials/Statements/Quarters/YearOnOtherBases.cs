using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Rules;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements.Quarters;

/// <summary>
/// A year and its quarters as filings gave them, under any of a metric's concepts. If a filer restates a year but not its quarters, the
/// quarters shown add up to the year before the restatement. If it restates quarters but not yet the year, the quarters before the
/// restatement add up.
/// </summary>
internal readonly struct YearOnOtherBases(FinancialModel model, FiscalYear year, MetricDefinition definition)
{
    public static readonly RuleDescription Rule = new(
        "year-on-other-bases",
        "Quarters that add up to the year before a restatement are marked mixedBasis, and their check is restated instead of failed.",
        "ASC 250-10-45-23; AMD 2016, McDonald's 2018, Apple 2016: the year restated, its quarters not.");

    private readonly record struct FiledValue(decimal Value, DateOnly Filed);

    /// <summary>Whether the four quarters shown are on one basis on which filings gave the year too.</summary>
    /// <param name="total">The year as shown.</param>
    /// <param name="quarters">The quarters as shown.</param>
    /// <param name="tolerance">The difference that rounding explains.</param>
    public bool AddUp(MetricValue total, MetricValue[] quarters, decimal tolerance)
    {
        if (!AnyRestated()) return false;
        var years = Vintages(year.Start, year.End);
        var lastMention = years.Where(vintage => Restatement.IsSame(vintage.Value, total.Value!.Value))
            .Select(vintage => vintage.Filed).DefaultIfEmpty(DateOnly.MaxValue).Max();
        HashSet<decimal> sums = [0];
        for (var quarter = 1; quarter <= 4; quarter++)
        {
            var values = OnOneBasis(quarter, quarters[quarter - 1], lastMention).Distinct().ToList();
            sums = [.. sums.SelectMany(sum => values.Select(value => sum + value))];
        }
        return sums.Any(sum => years.Exists(vintage => Math.Abs(vintage.Value - sum) <= tolerance));
    }

    /// <summary>
    /// Whether filings differ on the year or on a part of it. Otherwise a difference is not caused by a restatement.
    /// </summary>
    public bool AnyRestated()
    {
        for (var quarter = 1; quarter <= 4; quarter++)
        {
            if (year.Quarter(quarter) is not { } period) continue;
            int start = period.Start.DayNumber, end = period.End.DayNumber;
            if (Differ(Vintages(start, end)) || Differ(Vintages(year.Start, end))) return true;
        }
        return false;
    }

    private static bool Differ(List<FiledValue> vintages) =>
        vintages.Exists(vintage => !Restatement.IsSame(vintage.Value, vintages[0].Value));

    /// <summary>
    /// The quarter shown, the same with other rounding and, if it was restated after the year's last mention, its value then.
    /// </summary>
    private IEnumerable<decimal> OnOneBasis(int quarter, MetricValue shown, DateOnly lastMention)
    {
        yield return shown.Value!.Value;
        foreach (var (value, _) in FindQuarter(quarter, DateOnly.MaxValue))
            if (Restatement.IsSame(value, shown.Value.Value)) yield return value;
        if (shown.Source!.Filed <= lastMention) yield break;
        foreach (var (value, _) in FindQuarter(quarter, lastMention).OrderByDescending(vintage => vintage.Filed).Take(1))
            yield return value;
    }

    /// <summary>The values of a quarter that filings until a day reported, or gave as the difference of two periods.</summary>
    private List<FiledValue> FindQuarter(int quarter, DateOnly until)
    {
        if (year.Quarter(quarter) is not { } period) return [];
        var (start, end) = (period.Start.DayNumber, period.End.DayNumber);
        List<FiledValue> vintages = [.. Vintages(start, end)];
        if (quarter > 1) vintages.AddRange(Differences(Vintages(year.Start, end), Vintages(year.Start, start - 1)));
        else if (year.Quarter(2) is { } second)
            vintages.AddRange(
                Differences(Vintages(year.Start, second.End.DayNumber), Vintages(second.Start.DayNumber, second.End.DayNumber)));
        return vintages.FindAll(vintage => vintage.Filed <= until);
    }

    private static IEnumerable<FiledValue> Differences(List<FiledValue> whole, List<FiledValue> part) =>
        whole.SelectMany(w => part.Select(p => new FiledValue(w.Value - p.Value, w.Filed > p.Filed ? w.Filed : p.Filed)));

    private List<FiledValue> Vintages(int start, int end)
    {
        var vintages = new List<FiledValue>();
        foreach (var term in definition.Terms)
        {
            var series = model.Index.Find(term.Concept, model.GetUnit(definition.Metric));
            if (series < 0) continue;
            foreach (var row in model.View.Vintages(series, start, end))
                vintages.Add(new FiledValue(
                    term.Sign * model.Facts.Columns.Value[row], model.Facts.Filings[model.Facts.Columns.Filing[row]].Filed));
        }
        return vintages;
    }
}
