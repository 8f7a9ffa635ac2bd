using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Vintages;

/// <summary>Distinguishes a restatement from an amount that is filed again with fewer digits.</summary>
internal static class Restatement
{
    public static readonly RuleDescription Rule = new(
        "rounded-repetition",
        "An amount filed again with fewer digits is not a restatement unless its filing restates others: the one with more digits stays.",
        "ASC 250-10-20; McDonald's 9,611.9 million are filed again as 9,612, American Express's 198,321 as 198,000 in a note.");

    /// <summary>Whether two amounts differ by the rounding of one of them at most.</summary>
    public static bool IsSame(decimal a, decimal b)
    {
        if (a == b) return true;
        var unit = Math.Max(RoundedTo(a), RoundedTo(b));
        var difference = Math.Abs(a - b);
        return unit >= Thresholds.FinestRounding && difference <= unit / 2 && difference <= Thresholds.MostRounding * Math.Abs(a);
    }

    /// <summary>
    /// Whether one amount is another one with fewer digits. A difference beyond a million needs two digits less: text in notes says
    /// 19.5 billion for 19,467 million.
    /// </summary>
    public static bool IsCoarser(decimal coarse, decimal fine)
    {
        if (coarse == fine || coarse == 0) return false;
        decimal unit = RoundedTo(coarse, Thresholds.CoarsestText), finer = RoundedTo(fine, Thresholds.CoarsestText);
        if (unit <= finer || unit < Thresholds.FinestRounding) return false;
        var difference = Math.Abs(coarse - fine);
        return difference <= unit / 2 && difference <= Thresholds.MostRounding * Math.Abs(fine)
            && (difference <= Thresholds.CoarsestRounding / 2 || unit >= finer * Thresholds.FewerDigits);
    }

    private static decimal RoundedTo(decimal value, decimal coarsest = Thresholds.CoarsestRounding)
    {
        if (value == 0 || value.Scale > 0 && decimal.Truncate(value) != value) return 1;
        var unit = 1m;
        if (Math.Abs(value) <= long.MaxValue)
        {
            // Most amounts are of this kind, and a remainder of decimals takes much longer.
            for (var whole = (long)value; unit < coarsest && whole % 10 == 0; whole /= 10) unit *= 10;
            return unit;
        }
        while (unit < coarsest && value % (unit * 10) == 0) unit *= 10;
        return unit;
    }
}
