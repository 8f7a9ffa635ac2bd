using EdgarApi.Financials.Facts;

namespace EdgarApi.Financials.Vintages;

/// <summary>The signs that filings give one amount, and the amounts beside it.</summary>
/// <param name="facts">The facts.</param>
/// <param name="roles">What each filing counts for.</param>
internal sealed class SignedAmounts(CompanyFacts facts, FilingRole[] roles)
{
    private readonly FactColumns _columns = facts.Columns;

    /// <summary>The amount of a row.</summary>
    public decimal GetValue(int row) => _columns.Value[row];

    /// <summary>The rows that count of each fact that has both signs.</summary>
    public IEnumerable<List<int>> FindBothSigns(string[] concepts) =>
        FindFacts(concepts, rows => rows.Exists(row => _columns.Value[row] < 0) && rows.Exists(row => _columns.Value[row] > 0));

    /// <summary>The rows that count of each fact that a condition holds for; only of concepts with a negative amount.</summary>
    public IEnumerable<List<int>> FindFacts(string[] concepts, Predicate<List<int>> condition)
    {
        foreach (var series in concepts.SelectMany(facts.SeriesIndex.FindAll).Select(i => facts.Series[i]))
        {
            if (!_columns.Value.AsSpan(series.First, series.Count).ContainsAnyInRange(decimal.MinValue, -Thresholds.Negligible)) continue;
            for (int first = series.First, next; first < series.End; first = next)
            {
                next = first + 1;
                while (next < series.End && IsSamePeriod(next, first)) next++;
                var rows = Enumerable.Range(first, next - first).Where(Counts).ToList();
                if (condition(rows)) yield return rows;
            }
        }
    }

    /// <summary>Whether a row is negative and another filing gives the same amount as positive.</summary>
    public bool IsNegated(List<int> rows, int row) =>
        _columns.Value[row] < 0 && rows.Exists(other => _columns.Value[other] == -_columns.Value[row]);

    /// <summary>The negative amounts of a row's concept in its filing: a filing that reversed one sign reversed all of them.</summary>
    public IEnumerable<int> FindNegativesBeside(int row)
    {
        var series = facts.Series[facts.GetSeries(row)];
        return Enumerable.Range(series.First, series.End - series.First)
            .Where(other => _columns.Filing[other] == _columns.Filing[row] && _columns.Value[other] < 0);
    }

    /// <summary>The amounts of concepts for a row's period in the row's filing.</summary>
    public IEnumerable<decimal> FindInSameFiling(string[] concepts, int row) =>
        FindInSamePeriod(concepts, row)
            .Where(other => _columns.Filing[other] == _columns.Filing[row]).Select(other => _columns.Value[other]);

    /// <summary>The sign of concepts for a row's period in most filings; 0 if positive and negative ones are equally many.</summary>
    public int FindSignInMost(string[] concepts, int row) =>
        Math.Sign(FindInSamePeriod(concepts, row).Where(Counts).Sum(other => Math.Sign(_columns.Value[other])));

    private IEnumerable<int> FindInSamePeriod(string[] concepts, int row)
    {
        foreach (var series in concepts.SelectMany(facts.SeriesIndex.FindAll).Select(i => facts.Series[i]))
            for (var other = series.First; other < series.End; other++)
                if (IsSamePeriod(other, row)) yield return other;
    }

    private bool IsSamePeriod(int row, int other) =>
        _columns.End[row] == _columns.End[other] && _columns.Start[row] == _columns.Start[other];

    private bool Counts(int row) => roles[_columns.Filing[row]] != FilingRole.None;
}
