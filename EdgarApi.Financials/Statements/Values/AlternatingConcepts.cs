using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements.Rules;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements.Values;

/// <summary>
/// Pairs of equivalent concepts that take turns as the larger one in annual reports. Neither is a part of the other, so the larger one is
/// not the total.
/// </summary>
internal sealed class AlternatingConcepts(FinancialModel model)
{
    public static readonly RuleDescription Rule = new(
        "alternating-concepts",
        "If each of two equivalent concepts is the larger one in several years' reports, the preferred one counts in all periods.",
        "ASC 205-10-50-1 wants periods to be comparable; other income of either sign lies between Revenues and net sales.");

    private readonly Dictionary<(int Series, int Other), bool> _known = [];

    /// <summary>Whether the concepts of two rows of one filing alternate.</summary>
    public bool Contain(int row, int other)
    {
        int series = model.Facts.GetSeries(row), otherSeries = model.Facts.GetSeries(other);
        var pair = series < otherSeries ? (series, otherSeries) : (otherSeries, series);
        lock (_known)
        {
            if (!_known.TryGetValue(pair, out var alternate)) _known.Add(pair, alternate = Alternate(pair.Item1, pair.Item2));
            return alternate;
        }
    }

    private bool Alternate(int series, int other)
    {
        var columns = model.Facts.Columns;
        HashSet<int> more = [], less = [];
        for (var row = model.Facts.Series[series].First; row < model.Facts.Series[series].End; row++)
        {
            var filing = columns.Filing[row];
            if (columns.End[row] - columns.Start[row] < Thresholds.ShortestYear || model.View.Roles[filing] != FilingRole.Annual) continue;
            if (model.View.FindIn(filing, other, columns.Start[row], columns.End[row]) is not (>= 0 and var beside)) continue;
            decimal value = columns.Value[row], besides = columns.Value[beside];
            if (Restatement.IsCoarser(value, besides) || Restatement.IsCoarser(besides, value)) continue;
            if (value > besides) more.Add(columns.End[row]);
            if (value < besides) less.Add(columns.End[row]);
        }
        return Math.Min(more.Count, less.Count) >= Thresholds.FewestAlternatingYears;
    }
}
