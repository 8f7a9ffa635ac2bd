using System.Runtime.InteropServices;

namespace EdgarApi.Financials.Facts;

/// <summary>
/// The power of ten to which each filing rounds its amounts, such as thousands or millions. Company facts leave out XBRL's <c>decimals</c>,
/// so it is the largest power that divides nearly all amounts.
/// </summary>
internal sealed class FilingPrecision
{
    private const int Coarsest = Thresholds.MostRoundedDigits;

    private readonly Dictionary<string, decimal> _units = [];

    public FilingPrecision(CompanyFacts facts, string currency)
    {
        var counts = new int[]?[facts.Filings.Length];
        foreach (var series in facts.Series)
        {
            if (!series.Unit.Equals(currency, StringComparison.OrdinalIgnoreCase)) continue;
            for (var row = series.First; row < series.End; row++)
            {
                if (facts.Columns.Value[row] is 0) continue;
                (counts[facts.Columns.Filing[row]] ??= new int[Coarsest + 1])[TrailingZeros(facts.Columns.Value[row])]++;
            }
        }
        // Facts may name a filing with several fiscal periods.
        var amounts = new Dictionary<string, int[]>();
        for (var filing = 0; filing < counts.Length; filing++)
        {
            if (counts[filing] is not { } own) continue;
            ref var byZeros = ref CollectionsMarshal.GetValueRefOrAddDefault(amounts, facts.Filings[filing].AccessionText, out _);
            if (byZeros is null) byZeros = own;
            else for (var zeros = 0; zeros <= Coarsest; zeros++) byZeros[zeros] += own[zeros];
        }
        foreach (var (accession, byZeros) in amounts) _units.Add(accession, FindUnit(byZeros));
    }

    /// <summary>The unit of a filing's amounts: 1, 10 … 1,000,000.</summary>
    public decimal GetUnit(string accession) => _units.GetValueOrDefault(accession, 1);

    private static decimal FindUnit(int[] byZeros)
    {
        var needed = byZeros.Sum() * Thresholds.RoundedAmounts;
        var coarser = 0;
        for (var zeros = Coarsest; zeros > 0; zeros--)
        {
            coarser += byZeros[zeros];
            if (coarser >= needed) return (decimal)Math.Pow(10, zeros);
        }
        return 1;
    }

    private static int TrailingZeros(decimal value)
    {
        if (value.Scale > 0 && decimal.Truncate(value) != value || Math.Abs(value) > long.MaxValue) return 0;
        var whole = (long)value;
        var zeros = 0;
        while (zeros < Coarsest && whole % 10 == 0) (whole, zeros) = (whole / 10, zeros + 1);
        return zeros;
    }
}
