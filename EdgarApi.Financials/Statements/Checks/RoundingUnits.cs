using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Statements.Checks;

/// <summary>How far rounding can move a value: half a unit of each filing that it comes from.</summary>
internal readonly struct RoundingUnits(FilingPrecision precision)
{
    public static readonly RuleDescription Rule = new(
        "rounding-tolerance",
        "Each operand of a check may be off by half the unit that divides nine tenths of its filing's amounts, or by half the coarsest.",
        "Company facts leave out XBRL's decimals; years of NVIDIA and Alphabet differ from their quarters by just that.");

    /// <summary>The tolerance of a value; that of a derived value is the sum of its operands'.</summary>
    public decimal GetTolerance(Source source)
    {
        if (source.Operands.Count == 0) return GetTolerance(source.Accession, source.Value);
        var sum = 0m;
        foreach (var operand in source.Operands) sum += GetTolerance(operand);
        return sum;
    }

    /// <summary>
    /// The tolerance of a sum. A coarse amount beside finer ones was chosen so that the coarse amounts of its filing add up, so the finer
    /// ones count as if they were rounded like it.
    /// </summary>
    public static decimal Add(ReadOnlySpan<decimal> tolerances)
    {
        decimal sum = 0, finest = tolerances[0], coarsest = finest;
        foreach (var tolerance in tolerances)
            (sum, finest, coarsest) = (sum + tolerance, Math.Min(finest, tolerance), Math.Max(coarsest, tolerance));
        return coarsest > finest * Thresholds.CoarserAmount ? coarsest * tolerances.Length : sum;
    }

    /// <summary>The tolerance of one amount of a filing.</summary>
    private decimal GetTolerance(string accession, decimal value) => Math.Max(precision.GetUnit(accession), OwnUnit(value)) / 2;

    /// <summary>The tolerance of one amount of a filing, by the filing's position.</summary>
    public decimal GetTolerance(int filing, decimal value) => Math.Max(precision.GetUnit(filing), OwnUnit(value)) / 2;

    /// <summary>The unit to which a value is rounded, as far as its trailing zeros show.</summary>
    private static decimal OwnUnit(decimal value)
    {
        var magnitude = Math.Abs(value);
        return Math.Min(FindTrailingPower(magnitude), Math.Max(Thresholds.FinestRounding, magnitude * Thresholds.MostOwnRounding));
    }

    /// <summary>The largest power of ten that divides a value, from 1 to the coarsest rounding.</summary>
    private static decimal FindTrailingPower(decimal value)
    {
        if (value == 0) return 1;
        if (value.Scale == 0 && value <= long.MaxValue)
        {
            // Nearly all amounts; division of integers is many times faster.
            long whole = (long)value, power = 1;
            while (power < Thresholds.CoarsestTableRounding && whole % (power * 10) == 0) power *= 10;
            return power;
        }
        var unit = 1m;
        while (unit < Thresholds.CoarsestTableRounding && value % (unit * 10) == 0) unit *= 10;
        return unit;
    }
}
