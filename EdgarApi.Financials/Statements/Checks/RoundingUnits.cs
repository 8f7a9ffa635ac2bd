using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Statements.Checks;

/// <summary>By how much rounding can make a value differ from the true one: half a unit of each filing that it comes from.</summary>
internal readonly struct RoundingUnits(FilingPrecision precision)
{
    public static readonly RuleDescription Rule = new(
        "rounding-tolerance",
        "Each operand of a check may be off by half the unit that its filing rounds to, the largest power of ten in nine tenths of its amounts.",
        "Company facts leave out XBRL's decimals; years of NVIDIA and Alphabet differ from their quarters by just that.");

    public decimal Of(Source source)
    {
        if (source.Operands.Count == 0) return Of(source.Accession, source.Value);
        var sum = 0m;
        foreach (var operand in source.Operands) sum += Of(operand);
        return sum;
    }

    public decimal Of(string accession, decimal value) => Math.Max(precision.Of(accession), OwnUnit(value)) / 2;

    /// <summary>The unit that a value by itself looks rounded to.</summary>
    private static decimal OwnUnit(decimal value)
    {
        var unit = 1m;
        while (unit < Thresholds.CoarsestTableRounding && value != 0 && value % (unit * 10) == 0) unit *= 10;
        return Math.Min(unit, Math.Max(Thresholds.FinestRounding, Math.Abs(value) * Thresholds.MostOwnRounding));
    }
}
