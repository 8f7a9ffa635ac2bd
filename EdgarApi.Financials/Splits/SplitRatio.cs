namespace EdgarApi.Financials.Splits;

/// <summary>Recognizes the ratio of a split in two share counts.</summary>
internal static class SplitRatio
{
    public static decimal? Between(decimal before, decimal after) =>
        before <= 0 || after <= 0 || before == after ? null : Nearest(after / before);

    /// <summary>The split ratio near a quotient, below one for a reverse split; null if no split fits.</summary>
    public static decimal? Nearest(decimal quotient)
    {
        if (quotient <= 0) return null;
        if (quotient < 1)
            return Nearest(1 / quotient) is { } inverse ? Math.Round(1 / inverse, Thresholds.ReverseSplitDecimals) : null;
        if (quotient < Thresholds.SmallestSplitQuotient) return null;
        foreach (var fraction in Thresholds.SplitFractions)
            if (IsNear(quotient, fraction)) return fraction;
        var whole = Math.Round(quotient);
        return whole is >= Thresholds.SmallestSplit and <= Thresholds.LargestSplit && IsNear(quotient, whole) ? whole : null;
    }

    public static bool IsNear(decimal a, decimal b) => Math.Abs(a - b) <= b * Thresholds.SplitRatioTolerance;
}
