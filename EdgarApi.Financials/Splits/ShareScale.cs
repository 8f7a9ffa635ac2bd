using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Rules;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Splits;

/// <summary>
/// Finds filings that tag weighted share counts in millions or thousands, or scale them twice. The count of the same period in another
/// filing, or net income divided by EPS, shows the true count.
/// </summary>
internal sealed class ShareScale
{
    public static readonly RuleDescription Rule = new(
        "share-scale",
        "Weighted shares in thousands or millions, or scaled twice, are corrected if another filing's count or net income by EPS shows it.",
        "Filers tag counts as printed; company facts leave out XBRL's scale.");

    /// <summary>Counts and the EPS computed from them, at the same positions.</summary>
    private static readonly string[] Shares = ConceptLists.Get(Rule.Id, "shares"), PerShare = ConceptLists.Get(Rule.Id, "perShare");

    private static readonly string[] Incomes = ConceptLists.Get(Rule.Id, "income");

    private readonly Dictionary<int, decimal> _byFiling = [];

    /// <summary>The factor of a filing's share counts: 1, a thousand or a million, or an inverse.</summary>
    public decimal GetFactor(int filing) => _byFiling.GetValueOrDefault(filing, 1);

    public static ShareScale Find(FactView view, SeriesIndex index, string currency)
    {
        var scale = new ShareScale();
        var incomes = Incomes.Select(concept => index.Find(concept, currency)).Where(series => series >= 0).ToArray();
        foreach (var (shares, eps) in Shares.Zip(PerShare))
        {
            int counts = index.Find(shares, "shares"), perShare = index.Find(eps, currency + "/shares");
            if (counts >= 0) scale.CompareVintages(view, counts);
            if (counts >= 0 && perShare >= 0) scale.Compare(view.Facts, counts, incomes, perShare);
        }
        return scale;
    }

    private void CompareVintages(FactView view, int counts)
    {
        var columns = view.Facts.Columns;
        for (var row = view.Facts.Series[counts].First; row < view.Facts.Series[counts].End; row++)
        {
            var filing = columns.Filing[row];
            if (!IsSuspicious(columns.Value[row])) continue;
            if (view.Roles[filing] == FilingRole.None || _byFiling.ContainsKey(filing)) continue;
            foreach (var other in view.Vintages(counts, columns.Start[row], columns.End[row]))
                foreach (var candidate in GetCandidates(columns.Value[row]))
                    if (Math.Abs(columns.Value[other] / columns.Value[row] / candidate - 1) <= Thresholds.ShareCountRounding)
                        _byFiling.TryAdd(filing, candidate);
        }
    }

    private static bool IsSuspicious(decimal count) =>
        count is > 0 and (< Thresholds.SuspiciouslyFewShares or >= Thresholds.SuspiciouslyManyShares);

    private static IEnumerable<decimal> GetCandidates(decimal count) =>
        Thresholds.ShareScales.Select(scale => count < Thresholds.SuspiciouslyFewShares ? scale : 1m / scale);

    private void Compare(CompanyFacts facts, int counts, int[] incomes, int perShare)
    {
        var columns = facts.Columns;
        for (var row = facts.Series[counts].First; row < facts.Series[counts].End; row++)
        {
            var filing = columns.Filing[row];
            if (!IsSuspicious(columns.Value[row]) || _byFiling.ContainsKey(filing)) continue;
            if (FindBeside(facts, incomes, row) is not { } result || FindBeside(facts, [perShare], row) is not { } eps || eps == 0)
                continue;
            var factor = result / eps / columns.Value[row];
            foreach (var candidate in GetCandidates(columns.Value[row]))
                if (factor > candidate * Thresholds.LeastScaleMatch && factor < candidate * Thresholds.MostScaleMatch)
                    _byFiling.Add(filing, candidate);
        }
    }

    /// <summary>The value of the first of other concepts in the same filing and period.</summary>
    private static decimal? FindBeside(CompanyFacts facts, int[] concepts, int row)
    {
        var columns = facts.Columns;
        foreach (var series in concepts.Select(i => facts.Series[i]))
            for (var other = series.First; other < series.End; other++)
                if (columns.Filing[other] == columns.Filing[row] && columns.End[other] == columns.End[row]
                    && columns.Start[other] == columns.Start[row])
                    return columns.Value[other];
        return null;
    }
}
