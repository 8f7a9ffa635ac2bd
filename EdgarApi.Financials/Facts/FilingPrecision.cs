using System.Runtime.InteropServices;
using System.Text;

namespace EdgarApi.Financials.Facts;

/// <summary>
/// The power of ten to which each filing rounds its amounts, such as thousands or millions. Company facts leave out XBRL's <c>decimals</c>,
/// so it is the largest power that divides nearly all amounts.
/// </summary>
internal sealed class FilingPrecision
{
    private const int Coarsest = Thresholds.MostRoundedDigits;

    /// <summary>By position of the filing.</summary>
    private readonly decimal[] _units;

    private readonly Dictionary<Accession, decimal> _byAccession;

    public FilingPrecision(CompanyFacts facts, string currency)
    {
        var columns = facts.Columns;
        var trailingZeros = columns.TrailingZeros;
        var counts = new int[]?[facts.Filings.Length];
        foreach (var series in facts.Series)
        {
            if (!series.Unit.Equals(currency, StringComparison.OrdinalIgnoreCase)) continue;
            for (var row = series.First; row < series.End; row++)
            {
                int zeros = trailingZeros[row];
                if (zeros == TrailingZeros.OfZero) continue;
                (counts[columns.Filing[row]] ??= new int[Coarsest + 1])[Math.Min(zeros, Coarsest)]++;
            }
        }
        _units = new decimal[counts.Length];
        // Facts may name a filing with several fiscal periods.
        var amounts = new Dictionary<Accession, int[]>();
        for (var filing = 0; filing < counts.Length; filing++)
        {
            if (counts[filing] is not { } own) continue;
            ref var byZeros = ref CollectionsMarshal.GetValueRefOrAddDefault(amounts, facts.Filings[filing].Accession, out _);
            if (byZeros is null) byZeros = own;
            else for (var zeros = 0; zeros <= Coarsest; zeros++) byZeros[zeros] += own[zeros];
        }
        _byAccession = new Dictionary<Accession, decimal>(amounts.Count);
        foreach (var (accession, byZeros) in amounts) _byAccession.Add(accession, FindUnit(byZeros));
        for (var filing = 0; filing < counts.Length; filing++)
            _units[filing] = _byAccession.GetValueOrDefault(facts.Filings[filing].Accession, 1);
    }

    /// <summary>The unit of a filing's amounts: 1, 10 … 1,000,000.</summary>
    /// <param name="filing">Its position in <see cref="CompanyFacts.Filings"/>.</param>
    public decimal GetUnit(int filing) => _units[filing];

    /// <summary>The same by accession number, as sources have it.</summary>
    public decimal GetUnit(string accession)
    {
        Span<byte> utf8 = stackalloc byte[Encoding.UTF8.GetMaxByteCount(accession.Length)];
        return Accession.TryParse(utf8[..Encoding.UTF8.GetBytes(accession, utf8)], out var parsed)
            ? _byAccession.GetValueOrDefault(parsed, 1)
            : 1;
    }

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
}
