using System.Runtime.InteropServices;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.FiscalCalendar;

/// <summary>A duration that reports cover, and how many rows of amounts they have for it.</summary>
internal sealed class DurationCounts(DayRange period)
{
    public DayRange Period => period;

    /// <summary>Rows in periodic reports.</summary>
    public int Rows { get; private set; }

    /// <summary>Rows in annual reports and recasts.</summary>
    public int AnnualRows { get; private set; }

    /// <summary>
    /// Rows in each annual report, by its position among the filings; null without any, and for durations that can be no fiscal year.
    /// </summary>
    public int[]? ByAnnualReport { get; private set; }

    /// <summary>Counts rows of amounts. A filer that reports on years only may still declare a dividend per share each quarter.</summary>
    public static IReadOnlyCollection<DurationCounts> Count(FactView view)
    {
        var counts = new Dictionary<DayRange, DurationCounts>();
        var columns = view.Facts.Columns;
        var lastDays = FindLastDays(view);
        foreach (var series in view.Facts.Series)
        {
            if (!ReportingCurrency.IsCurrency(series.Unit)) continue;
            for (int first = series.First, next; first < series.End; first = next)
            {
                var period = new DayRange(columns.Start[first], columns.End[first]);
                for (next = first + 1; next < series.End && columns.End[next] == period.End && columns.Start[next] == period.Start;) next++;
                if (period.Start != FactColumns.Instant) Count(view, lastDays, period, first, next, counts);
            }
        }

        return counts.Values;
    }

    /// <summary>
    /// The last day that each filing can report on, <see cref="FactColumns.Instant"/> if it does not count. A schedule of future amounts is
    /// not a period of the report.
    /// </summary>
    private static int[] FindLastDays(FactView view) => [.. view.Facts.Filings.Select((filing, index) =>
        view.Roles[index] == FilingRole.None ? FactColumns.Instant : filing.Filed.DayNumber)];

    /// <summary>Counts the rows of one concept and period.</summary>
    private static void Count(
        FactView view, int[] lastDays, DayRange period, int first, int next, Dictionary<DayRange, DurationCounts> counts)
    {
        DurationCounts? counted = null;
        for (var row = first; row < next; row++)
        {
            var filing = view.Facts.Columns.Filing[row];
            if (period.End > lastDays[filing]) continue;
            counted ??= CollectionsMarshal.GetValueRefOrAddDefault(counts, period, out _) ??= new DurationCounts(period);
            counted.Add(view.Roles[filing], filing, lastDays.Length);
        }
    }

    private void Add(FilingRole role, int filing, int filings)
    {
        Rows++;
        if (role is not (FilingRole.Annual or FilingRole.Recast)) return;
        AnnualRows++;
        if (role == FilingRole.Recast || !PeriodLength.IsYear(Period.Days) && !PeriodLength.IsFirstYear(Period.Days)) return;
        (ByAnnualReport ??= new int[filings])[filing]++;
    }
}
