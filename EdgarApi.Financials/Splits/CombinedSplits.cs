using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Splits;

/// <summary>Two filings' counts of one period that differ by more than a single split's ratio.</summary>
/// <param name="Quotient">The later count divided by the earlier one.</param>
/// <param name="Before">Position of the earlier filing.</param>
/// <param name="After">Position of the later filing.</param>
internal readonly record struct ShareGap(decimal Quotient, int Before, int After);

/// <summary>A ratio of a split that a filing states, before or after the split.</summary>
internal readonly record struct StatedSplit(decimal Ratio, int Filing, int Day);

/// <summary>
/// Finds splits that fall between the same two reports as another split, so that no two vintages differ by one of them alone. A stated
/// ratio is such a split if it explains the whole difference together with known splits.
/// </summary>
internal static class CombinedSplits
{
    public static readonly RuleDescription Rule = new(
        "combined-splits",
        "Of several splits between two reports, a stated ratio is one if it makes the whole difference together with the known ones.",
        "ASC 260-10-55-12; filers with several splits between two annual reports.");

    public static void Add(List<ShareSplit> splits, List<ShareGap> gaps, List<StatedSplit> stated, CompanyFacts facts)
    {
        if (stated.Count == 0) return;
        foreach (var gap in gaps.OrderBy(gap => gap.After - gap.Before))
            if (Missing(gap, splits, stated, facts) is { } ratio) splits.Add(new ShareSplit(ratio, gap.Before, gap.After));
        splits.Sort((a, b) => a.FirstOnNewBasis - b.FirstOnNewBasis);
    }

    private static decimal? Missing(ShareGap gap, List<ShareSplit> splits, List<StatedSplit> stated, CompanyFacts facts)
    {
        int from = facts.Filings[gap.Before].Filed.DayNumber, until = facts.Filings[gap.After].Filed.DayNumber;
        var known = splits
            .FindAll(split => split.LastOnOldBasis < gap.After && gap.Before < split.FirstOnNewBasis).ConvertAll(split => split.Ratio);
        if (known.Count > Thresholds.MostCombinedSplits) return null;
        if (Products(known).Exists(product => SplitRatio.IsNear(product, gap.Quotient))) return null;
        foreach (var candidate in stated)
        {
            if (candidate.Day <= from || candidate.Day > until || known.Contains(candidate.Ratio)) continue;
            if (Products(known).Exists(product => SplitRatio.IsNear(product * candidate.Ratio, gap.Quotient))) return candidate.Ratio;
        }
        return null;
    }

    /// <summary>The products of all subsets of the ratios, including the empty one.</summary>
    private static List<decimal> Products(List<decimal> ratios)
    {
        List<decimal> products = [1];
        foreach (var ratio in ratios) products.AddRange(products.ConvertAll(product => product * ratio));
        return products;
    }
}
