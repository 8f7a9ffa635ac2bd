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
    public static decimal Add(List<decimal> tolerances)
    {
        var coarsest = tolerances.Max();
        return coarsest > tolerances.Min() * Thresholds.CoarserAmount ? coarsest * tolerances.Count : tolerances.Sum();
    }

    /// <summary>The tolerance of one amount of a filing.</summary>
    public decimal GetTolerance(string accession, decimal value) => Math.Max(precision.GetUnit(accession), OwnUnit(value)) / 2;

    /// <summary>The unit to which a value is rounded, as far as its trailing zeros show.</summary>
    private static decimal OwnUnit(decimal value)
    {
        var unit = 1m;
        while (unit < Thresholds.CoarsestTableRounding && value != 0 && value % (unit * 10) == 0) unit *= 10;
        return Math.Min(unit, Math.Max(Thresholds.FinestRounding, Math.Abs(value) * Thresholds.MostOwnRounding));
    }
}
