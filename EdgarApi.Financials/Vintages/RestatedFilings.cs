using EdgarApi.Financials.Facts;

namespace EdgarApi.Financials.Vintages;

/// <summary>Tells whether a filing restates a period, from its other amounts.</summary>
internal static class RestatedFilings
{
    /// <summary>
    /// Whether the filing of a row restates its concept in another period, or at least one in <see cref="Thresholds.RestatedOneIn"/> of
    /// the period's amounts, against another row's filing. A restatement of one balance says nothing about those of other days.
    /// </summary>
    /// <param name="facts">The facts.</param>
    /// <param name="counts">Whether a row counts.</param>
    /// <param name="row">The row whose filing may restate.</param>
    /// <param name="original">The row of the same fact in the other filing.</param>
    public static bool Restates(CompanyFacts facts, Predicate<int> counts, int row, int original) =>
        facts.Columns.Start[row] != FactColumns.Instant && RestatesConcept(facts, counts, row) || RestatesPeriod(facts, row, original);

    private static bool RestatesConcept(CompanyFacts facts, Predicate<int> counts, int row)
    {
        var columns = facts.Columns;
        var series = facts.Series[facts.GetSeries(row)];
        for (var other = series.First; other < series.End; other++)
            if (columns.Filing[other] == columns.Filing[row] && !IsSamePeriod(columns, other, row)
                && FindEarlier(columns, counts, series, other) is >= 0 and var earlier && Differ(columns, earlier, other)) return true;
        return false;
    }

    /// <summary>The row of the same fact in the filing before; -1 if missing.</summary>
    private static int FindEarlier(FactColumns columns, Predicate<int> counts, FactSeries series, int row)
    {
        for (var earlier = row - 1; earlier >= series.First && IsSamePeriod(columns, earlier, row); earlier--)
            if (counts(earlier)) return earlier;
        return -1;
    }

    private static bool RestatesPeriod(CompanyFacts facts, int row, int original)
    {
        var columns = facts.Columns;
        int shared = 0, restated = 0;
        foreach (var series in facts.Series)
        {
            var own = Find(columns, series, row, columns.Filing[row]);
            var first = Find(columns, series, row, columns.Filing[original]);
            if (own < 0 || first < 0 || own == row) continue;
            shared++;
            if (Differ(columns, first, own)) restated++;
        }
        return restated > 0 && restated * Thresholds.RestatedOneIn >= shared;
    }

    private static int Find(FactColumns columns, FactSeries series, int period, int filing)
    {
        for (var row = LowerBound(columns, series, columns.End[period]); row < series.End && columns.End[row] == columns.End[period]; row++)
            if (columns.Filing[row] == filing && columns.Start[row] == columns.Start[period]) return row;
        return -1;
    }

    /// <summary>The first row of a series that ends on a day or later.</summary>
    private static int LowerBound(FactColumns columns, FactSeries series, int end)
    {
        int low = series.First, high = series.End;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (columns.End[middle] < end) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private static bool IsSamePeriod(FactColumns columns, int row, int other) =>
        columns.End[row] == columns.End[other] && columns.Start[row] == columns.Start[other];

    /// <summary>Whether two amounts differ by more than their rounding and by more than the sign.</summary>
    private static bool Differ(FactColumns columns, int row, int other)
    {
        var (value, own) = (columns.Value[row], columns.Value[other]);
        return value != -own && !Restatement.IsSame(value, own) && !Restatement.IsCoarser(value, own) && !Restatement.IsCoarser(own, value);
    }
}
