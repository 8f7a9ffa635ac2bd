using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements;

/// <summary>
/// What a year and its quarters were in the filings that gave them, under any of a metric's concepts. Filers restate a year and not its quarters, or the
/// other way round: then those shown do not add up, and values of one basis do.
/// </summary>
internal readonly struct OtherBases(FinancialModel model, FiscalYear year, MetricDefinition definition)
{
    /// <summary>Whether a value of the year is the sum of values of its quarters.</summary>
    public bool AddUp(decimal tolerance)
    {
        var years = Values(year.Start, year.End);
        if (!AnyRestated()) return false;
        var sums = new HashSet<decimal> { 0 };
        for (var quarter = 1; quarter <= 4; quarter++)
        {
            var values = OfQuarter(quarter);
            sums = [.. sums.SelectMany(sum => values.Select(value => sum + value))];
        }
        return sums.Any(sum => years.Exists(value => Math.Abs(value - sum) <= tolerance));
    }

    /// <summary>Without a restatement a difference has another cause.</summary>
    private bool AnyRestated()
    {
        for (var quarter = 1; quarter <= 4; quarter++)
        {
            if (year.Quarter(quarter) is not { } period) continue;
            int start = period.Start.DayNumber, end = period.End.DayNumber;
            if (Differ(Values(start, end)) || Differ(Values(year.Start, end))) return true;
        }
        return false;
    }

    private static bool Differ(List<decimal> values) => values.Exists(value => !Restatement.IsSame(value, values[0]));

    private List<decimal> OfQuarter(int quarter)
    {
        if (year.Quarter(quarter) is not { } period) return [];
        var values = Values(period.Start.DayNumber, period.End.DayNumber);
        if (quarter > 1) values.AddRange(Differences(Values(year.Start, period.End.DayNumber), Values(year.Start, period.Start.DayNumber - 1)));
        else if (year.Quarter(2) is { } second) values.AddRange(Differences(Values(year.Start, second.End.DayNumber), Values(second.Start.DayNumber, second.End.DayNumber)));
        return [.. values.Distinct()];
    }

    private static IEnumerable<decimal> Differences(List<decimal> whole, List<decimal> part) => whole.SelectMany(w => part.Select(p => w - p));

    private List<decimal> Values(int start, int end)
    {
        var values = new List<decimal>();
        foreach (var term in definition.Tiers.SelectMany(tier => tier))
        {
            var series = model.Index.Find(term.Concept, model.UnitOf(definition.Metric));
            if (series < 0) continue;
            foreach (var row in model.View.Vintages(series, start, end)) values.Add(term.Sign * model.Facts.Columns.Value[row]);
        }
        return [.. values.Distinct()];
    }
}
