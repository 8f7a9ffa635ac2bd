using System.Runtime.InteropServices;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Vintages;

/// <summary>
/// Finds tables of quarters in annual reports that are dated a year too early: other filings give the amounts of at least two quarters for
/// dates a year later, and seldom for the dates in the table. No row of such a table counts.
/// </summary>
internal static class MisdatedTables
{
    public static readonly RuleDescription Rule = new(
        "misdated-tables",
        "A table of quarters in an annual report does not count if other filings give its amounts for dates a year later.",
        "Regulation S-K 302(a); Intuit, AT&T, NRG, Amazon and Intercontinental Exchange dated such tables a year too early.");

    private const int FewestDaysLater = Thresholds.FewestDaysMisdated, MostDaysLater = Thresholds.MostDaysMisdated;

    private readonly record struct Tally(int Later, int Same, int All)
    {
        public bool IsMisdated => Later > Same && Later * Thresholds.MisdatedOneIn >= All - Same;
    }

    public static IEnumerable<int> Find(CompanyFacts facts, FilingRole[] roles)
    {
        HashSet<(int Filing, int Start, int End)> misdated = [];
        // A misdated table does not confirm another one.
        for (var known = -1; known < misdated.Count;)
        {
            known = misdated.Count;
            misdated.UnionWith(FindTables(facts, roles, misdated));
        }
        return misdated.Count == 0 ? [] : Enumerable.Range(0, facts.Count).Where(row => misdated.Contains(Key(facts.Columns, row)));
    }

    private static List<(int Filing, int Start, int End)> FindTables(
        CompanyFacts facts, FilingRole[] roles, HashSet<(int Filing, int Start, int End)> misdated)
    {
        var tallies = new Dictionary<(int Filing, int Start, int End), Tally>();
        bool Counts(int row) => roles[facts.Columns.Filing[row]] != FilingRole.None && !misdated.Contains(Key(facts.Columns, row));
        foreach (var series in facts.Series)
            if (ReportingCurrency.IsCurrency(series.Unit)) Count(facts.Columns, roles, Counts, series, tallies);
        return tallies.Where(pair => pair.Value.IsMisdated).Select(pair => pair.Key)
            .GroupBy(key => key.Filing).Where(table => table.Count() >= Thresholds.FewestMisdatedQuarters)
            .SelectMany(table => table).ToList();
    }

    private static (int Filing, int Start, int End) Key(FactColumns columns, int row) =>
        (columns.Filing[row], columns.Start[row], columns.End[row]);

    /// <summary>
    /// Counts, by table and quarter, the amounts that another filing has for the same dates and those that it has for a year later.
    /// </summary>
    private static void Count(
        FactColumns columns, FilingRole[] roles, Predicate<int> counts, FactSeries series,
        Dictionary<(int Filing, int Start, int End), Tally> tallies)
    {
        var yearLater = series.First;
        for (var row = series.First; row < series.End; row++)
        {
            int start = columns.Start[row], end = columns.End[row];
            if (start == FactColumns.Instant || !PeriodLength.IsQuarter(end - start + 1) || roles[columns.Filing[row]] != FilingRole.Annual)
                continue;
            while (yearLater < series.End && columns.End[yearLater] < end + FewestDaysLater) yearLater++;
            var isSame = IsElsewhere(columns, counts, row, FirstWithEnd(columns, series, row), series.End, 0, 0);
            var isLater = !isSame && columns.Value[row] != 0
                && IsElsewhere(columns, counts, row, yearLater, series.End, FewestDaysLater, MostDaysLater);
            ref var tally = ref CollectionsMarshal.GetValueRefOrAddDefault(tallies, Key(columns, row), out _);
            tally = new Tally(tally.Later + (isLater ? 1 : 0), tally.Same + (isSame ? 1 : 0), tally.All + 1);
        }
    }

    private static int FirstWithEnd(FactColumns columns, FactSeries series, int row)
    {
        while (row > series.First && columns.End[row - 1] == columns.End[row]) row--;
        return row;
    }

    /// <summary>Whether another filing that counts gives a row's value for a period that is later by a range of days.</summary>
    private static bool IsElsewhere(
        FactColumns columns, Predicate<int> counts, int row, int from, int until, int fewestDays, int mostDays)
    {
        for (var other = from; other < until && columns.End[other] - columns.End[row] <= mostDays; other++)
        {
            var days = columns.Start[other] - columns.Start[row];
            if (days >= fewestDays && days <= mostDays && columns.Value[other] == columns.Value[row]
                && columns.Filing[other] != columns.Filing[row] && counts(other)) return true;
        }
        return false;
    }
}
