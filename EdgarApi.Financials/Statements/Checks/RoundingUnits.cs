using EdgarApi.Financials.Facts;

namespace EdgarApi.Financials.Statements.Checks;

/// <summary>By how much rounding can make a value differ from the true one: half a unit of each filing that it comes from.</summary>
internal readonly struct RoundingUnits(FilingPrecision precision)
{
    /// <summary>Tables of quarters are rounded to thousands or tenths of millions in filings that are exact elsewhere.</summary>
    private const decimal CoarsestTable = 100_000, MostRelative = 0.0001m;

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
        while (unit < CoarsestTable && value != 0 && value % (unit * 10) == 0) unit *= 10;
        return Math.Min(unit, Math.Max(1_000, Math.Abs(value) * MostRelative));
    }
}
