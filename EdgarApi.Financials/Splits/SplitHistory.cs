using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Rules;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Splits;

/// <summary>
/// The share basis of each filing. Old facts are never rewritten, but a report filed after a split restates its comparatives: if two
/// filings' weighted share counts of one period differ by the ratio of a split, the split lies between them. Facts that state the ratio
/// confirm it.
/// </summary>
internal sealed class SplitHistory
{
    public static readonly RuleDescription Rule = new(
        "stock-splits",
        "A split lies between two filings whose share counts differ by its ratio for two periods, or for one if a filing states the ratio.",
        "ASC 260-10-55-12, SAB topic 4.C; NVIDIA's EPS of 12.05 beside 2.97.");

    private static readonly string[] ShareCounts = ConceptLists.Get(Rule.Id, "shares");
    private static readonly string[] PerShareFigures = ConceptLists.Get(Rule.Id, "perShare");
    private static readonly string[] StatedRatios = ConceptLists.Get(Rule.Id, "statedRatios");

    private readonly decimal[] _factors;

    private SplitHistory(decimal[] factors, IReadOnlyList<ShareSplit> splits) => (_factors, Splits) = (factors, splits);

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<ShareSplit> Splits { get; }

    /// <summary>Today's shares per share as the filing counts them.</summary>
    public decimal Factor(int filing) => _factors[filing];

    public static SplitHistory Find(FactView view, SeriesIndex index, string currency, ShareScale scale)
    {
        var facts = view.Facts;
        var stated = StatedSplits(view, index);
        var jumps = new Dictionary<ShareSplit, int>();
        var gaps = new List<ShareGap>();
        var unit = currency + "/shares";
        foreach (var series in ShareCounts.Select(concept => index.Find(concept, "shares")).Where(i => i >= 0))
            AddJumps(jumps, view, facts.Series[series], (before, after, row) =>
            {
                (before, after) = (before * scale.GetFactor(row.Before), after * scale.GetFactor(row.After));
                var ratio = SplitRatio.Between(before, after);
                if (ratio is null && before > 0 && after > 0) gaps.Add(new ShareGap(after / before, row.Before, row.After));
                return ratio;
            });
        foreach (var series in PerShareFigures.Select(concept => index.Find(concept, unit)).Where(i => i >= 0))
            AddJumps(jumps, view, facts.Series[series], (before, after, row) =>
                SplitRatio.Between(after, before) is { } ratio
                    && IsStatedBetween(facts, stated, ratio, row.Before, row.After) ? ratio : null);
        var splits = Resolve(jumps, stated);
        CombinedSplits.Add(splits, gaps, stated, facts);
        var factors = new decimal[facts.Filings.Length];
        for (var filing = 0; filing < factors.Length; filing++)
        {
            factors[filing] = 1;
            foreach (var split in splits)
                if (filing < EffectiveFrom(facts, split, stated)) factors[filing] *= split.Ratio;
        }
        return new SplitHistory(factors, splits);
    }

    /// <summary>Whether a filing states the split at about that time. EPS also halves for other reasons.</summary>
    private static bool IsStatedBetween(CompanyFacts facts, List<StatedSplit> stated, decimal ratio, int before, int after)
    {
        var from = facts.Filings[before].Filed.DayNumber - Thresholds.SplitAnnouncedAheadDays;
        return stated.Exists(s => s.Ratio == ratio && s.Day <= facts.Filings[after].Filed.DayNumber && s.Day > from);
    }

    /// <summary>Counts pairs of successive vintages of one fact that differ by a split's ratio.</summary>
    private static void AddJumps(
        Dictionary<ShareSplit, int> jumps, FactView view, FactSeries series,
        Func<decimal, decimal, (int Before, int After), decimal?> findRatio)
    {
        var columns = view.Facts.Columns;
        var last = -1;
        for (var row = series.First; row < series.End; row++)
        {
            if (view.Roles[columns.Filing[row]] == FilingRole.None) continue;
            if (last >= 0 && columns.Start[row] == columns.Start[last] && columns.End[row] == columns.End[last]
                && findRatio(columns.Value[last], columns.Value[row], (columns.Filing[last], columns.Filing[row])) is { } ratio)
            {
                var jump = new ShareSplit(ratio, columns.Filing[last], columns.Filing[row]);
                jumps[jump] = jumps.GetValueOrDefault(jump) + 1;
            }
            last = row;
        }
    }

    /// <summary>Merges jumps of one ratio whose intervals overlap into one split, which lies in the intersection.</summary>
    private static List<ShareSplit> Resolve(Dictionary<ShareSplit, int> jumps, List<StatedSplit> stated)
    {
        var splits = new List<(ShareSplit Split, int Seen)>();
        var shortestFirst = jumps
            .OrderBy(pair => pair.Key.FirstOnNewBasis - pair.Key.LastOnOldBasis).ThenBy(pair => pair.Key.FirstOnNewBasis);
        foreach (var (jump, seen) in shortestFirst)
        {
            var same = splits.FindIndex(known => known.Split.Ratio == jump.Ratio && Overlap(known.Split, jump));
            if (same >= 0) splits[same] = (Intersect(splits[same].Split, jump), splits[same].Seen + seen);
            else if (!IsProductOfKnown(jump, splits)) splits.Add((jump, seen));
        }
        // A single row may be an error of a filing. A stated ratio or a second period makes it a split.
        splits.RemoveAll(split => split.Seen < Thresholds.FewestPeriodsOfSplit && !stated.Exists(s => s.Ratio == split.Split.Ratio));
        return [.. splits.Select(split => split.Split).OrderBy(split => split.FirstOnNewBasis)];
    }

    private static bool IsProductOfKnown(ShareSplit jump, List<(ShareSplit Split, int Seen)> known)
    {
        var within = known
            .Where(k => k.Split.LastOnOldBasis >= jump.LastOnOldBasis && k.Split.FirstOnNewBasis <= jump.FirstOnNewBasis).ToList();
        return within.Count > 1 && SplitRatio.IsNear(within.Aggregate(1m, (product, k) => product * k.Split.Ratio), jump.Ratio);
    }

    private static bool Overlap(ShareSplit a, ShareSplit b) => a.LastOnOldBasis < b.FirstOnNewBasis && b.LastOnOldBasis < a.FirstOnNewBasis;

    private static ShareSplit Intersect(ShareSplit a, ShareSplit b) =>
        new(a.Ratio, Math.Max(a.LastOnOldBasis, b.LastOnOldBasis), Math.Min(a.FirstOnNewBasis, b.FirstOnNewBasis));

    /// <summary>The first filing on the new basis. Among filings between the two known ones the stated date decides.</summary>
    private static int EffectiveFrom(CompanyFacts facts, ShareSplit split, List<StatedSplit> stated)
    {
        var last = facts.Filings[split.LastOnOldBasis].Filed.DayNumber;
        for (var filing = split.LastOnOldBasis + 1; filing < split.FirstOnNewBasis; filing++)
        {
            var filed = facts.Filings[filing].Filed.DayNumber;
            if (stated.Exists(s => s.Ratio == split.Ratio && s.Day <= filed && s.Day > last)) return filing;
        }
        return split.FirstOnNewBasis;
    }

    private static List<StatedSplit> StatedSplits(FactView view, SeriesIndex index)
    {
        var stated = new List<StatedSplit>();
        var columns = view.Facts.Columns;
        foreach (var series in StatedRatios.SelectMany(concept => index.FindAll(concept)).Select(i => view.Facts.Series[i]))
        {
            for (var row = series.First; row < series.End; row++)
            {
                if (view.Roles[columns.Filing[row]] == FilingRole.None || columns.Value[row] <= 0) continue;
                // Filers state a reverse split either way round.
                foreach (var quotient in new[] { columns.Value[row], 1 / columns.Value[row] })
                    if (SplitRatio.Nearest(quotient) is { } ratio)
                        stated.Add(new StatedSplit(ratio, columns.Filing[row], columns.End[row]));
            }
        }
        return stated;
    }
}
