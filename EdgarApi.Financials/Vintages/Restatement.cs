using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Vintages;

/// <summary>Distinguishes a restatement from an amount that is filed again with fewer digits.</summary>
internal static class Restatement
{
    public static readonly RuleDescription Rule = new(
        "rounded-repetition",
        "An amount that is filed again with fewer digits is not a restatement.",
        "ASC 250-10-20; McDonald's 9,611.9 million are filed again as 9,612 million.");

    /// <summary>Whether two amounts differ by the rounding of one of them at most.</summary>
    public static bool IsSame(decimal a, decimal b)
    {
        if (a == b) return true;
        var unit = Math.Max(RoundedTo(a), RoundedTo(b));
        var difference = Math.Abs(a - b);
        return unit >= Thresholds.FinestRounding && difference <= unit / 2 && difference <= Thresholds.MostRounding * Math.Abs(a);
    }

    private static decimal RoundedTo(decimal value)
    {
        var unit = 1m;
        while (unit < Thresholds.CoarsestRounding && value != 0 && value % (unit * 10) == 0) unit *= 10;
        return unit;
    }
}
