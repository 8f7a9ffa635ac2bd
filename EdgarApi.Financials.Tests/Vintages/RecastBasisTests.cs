using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Tests.Vintages;

/// <summary>Filings are numbered by date. A vintage is (filing, value).</summary>
public class RecastBasisTests
{
    [Fact]
    public void An_unrestated_year_uses_the_nine_months_filed_beside_it() =>
        Assert.Equal(70, Match([(2, 100)], [(1, 70), (5, 65)]));

    [Fact]
    public void An_unrestated_year_uses_nine_months_that_a_later_amendment_corrects() =>
        Assert.Equal(65, Match([(2, 100)], [(1, 70), (3, 65)], amendment: 3));

    [Fact]
    public void A_restated_year_uses_nine_months_filed_since() =>
        Assert.Equal(60, Match([(2, 100), (6, 90)], [(1, 70), (7, 60)]));

    [Fact]
    public void A_restated_year_uses_nine_months_recast_before_it() =>
        Assert.Equal(60, Match([(2, 100), (6, 90)], [(1, 70), (5, 60)]));

    [Fact]
    public void A_restated_year_does_not_use_recast_nine_months_of_its_earlier_basis() =>
        Assert.Null(Match([(2, 100), (6, 90)], [(1, 70), (5, 60)], isOf: (100, 60)));

    [Fact]
    public void A_restated_year_does_not_match_nine_months_that_were_never_recast() =>
        Assert.Null(Match([(2, 100), (6, 90)], [(1, 70)]));

    [Fact]
    public void A_restated_year_does_not_match_nine_months_that_were_only_repeated() =>
        Assert.Null(Match([(2, 100), (6, 90)], [(1, 70), (5, 70)]));

    [Fact]
    public void A_year_rounded_differently_is_not_restated() =>
        Assert.Equal(7_123_000_000, Match([(2, 9_611_900_000), (6, 9_612_000_000)], [(1, 7_123_000_000), (5, 7_123_000_000)]));

    private static decimal? Match(
        (ushort Filing, decimal Value)[] whole, (ushort Filing, decimal Value)[] part, int amendment = -1,
        (decimal Whole, decimal Part)? isOf = null)
    {
        var all = whole.Concat(part).ToArray();
        var columns = new FactColumns(
            new int[all.Length],
            new int[all.Length],
            [.. all.Select(v => v.Value)],
            [.. all.Select(v => v.Filing)],
            new Lazy<ushort[]>(() => []));
        var match = RecastBasis.Match(
            columns, new VintageRows([.. Enumerable.Range(0, whole.Length)]), whole.Length - 1,
            new VintageRows([.. Enumerable.Range(whole.Length, part.Length)]), new Filings(all, amendment, isOf));
        return match < 0 ? null : all[match].Value;
    }

    private sealed record Filings((ushort Filing, decimal Value)[] All, int Amendment, (decimal Whole, decimal Part)? IsOf) : IRecastFilings
    {
        public bool IsAmendment(int filing) => filing == Amendment;

        public bool HaveOneBasis(int whole, int part) => (All[whole].Value, All[part].Value) == IsOf;
    }
}
