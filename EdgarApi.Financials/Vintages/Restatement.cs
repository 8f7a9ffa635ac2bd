namespace EdgarApi.Financials.Vintages;

/// <summary>Tells a restatement from an amount that is only rounded otherwise: 9,611.9 million filed again as 9,612 million.</summary>
internal static class Restatement
{
    /// <summary>Amounts are rounded to between thousands and millions; further zeros are the figure's own, smaller units no rounding of amounts.</summary>
    private const decimal FinestUnit = 1_000m, CoarsestUnit = 1_000_000m;

    /// <summary>What is more, in proportion to an amount, is not rounding.</summary>
    public const decimal MostRelative = 0.005m;

    public static bool IsSame(decimal a, decimal b)
    {
        if (a == b) return true;
        var unit = Math.Max(RoundedTo(a), RoundedTo(b));
        var difference = Math.Abs(a - b);
        return unit >= FinestUnit && difference <= unit / 2 && difference <= MostRelative * Math.Abs(a);
    }

    private static decimal RoundedTo(decimal value)
    {
        var unit = 1m;
        while (unit < CoarsestUnit && value != 0 && value % (unit * 10) == 0) unit *= 10;
        return unit;
    }
}
