using EdgarApi.Financials.Facts;

namespace EdgarApi.Financials.Tests.Traps;

/// <summary>Trap 13: fractions, negatives, exponents and implausible counts are exact decimals.</summary>
public class ExactNumberTests
{
    [Fact]
    public void A_par_value_written_with_an_exponent_keeps_its_digits() =>
        Assert.NotEmptyAndAll(
            Companies.Facts(Companies.Apple)
                .Query(new FactQuery { Concept = "us-gaap:CommonStockParOrStatedValuePerShare", From = new(2014, 9, 27) }, 0, int.MaxValue)
                .Facts,
            fact => Assert.Equal("0.00001", fact.Value.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Amounts_in_thousands_stay_in_thousands() =>
        Assert.Equal(92_139_000m, Figures.Value(Companies.UnderArmour, "NetIncome", "FY2019"));

    [Fact]
    public void McDonalds_unscaled_shares_are_scaled_to_millions_and_marked()
    {
        var value = Figures.Get(Companies.McDonalds, "SharesDiluted", "FY2025");

        Assert.Equal(716_400_000m, value.Value);
        Assert.Equal("as filed × 1000000 (filed unscaled)", value.Source!.Derivation);
        Assert.Equal(716.4m, value.Source.Operands[0].Value);
    }

    [Fact]
    public void ConocoPhillips_shares_a_recast_scaled_twice_are_corrected_and_marked()
    {
        // 1,497,608,000 in three annual reports, 1,497,608,000,000 in the 8-K of December 2012.
        var value = Figures.Get(Companies.ConocoPhillips, "SharesDiluted", "FY2009");

        Assert.Equal((1_497_608_000m, "as filed × 0.001 (filed scaled twice)"), (value.Value, value.Source!.Derivation));
    }

    [Fact]
    public void Herc_shares_a_later_report_filed_in_thousands_are_whole_shares() =>
        Assert.InRange(Figures.Value(Companies.Herc, "SharesDiluted", "2011Q1"), 20 * Figures.Million, 40 * Figures.Million);

    [Fact]
    public void Amd_cover_with_707_trillion_shares_is_ignored()
    {
        var filed = Companies.Facts(Companies.Amd)
            .Query(
                new FactQuery
                {
                    Concept = "dei:EntityCommonStockSharesOutstanding",
                    To = new(2012, 7, 27),
                    From = new(2012, 7, 27),
                },
                0,
                10).Facts;

        Assert.Equal(707_555_106_000_000m, Assert.Single(filed).Value);
        Assert.InRange(Figures.Value(Companies.Amd, "SharesOutstanding", "2012Q2"), 700 * Figures.Million, 720 * Figures.Million);
    }

    [Fact]
    public void Royal_Bank_cover_with_zero_shares_is_ignored() =>
        Assert.InRange(Figures.Value(Companies.RoyalBank, "SharesOutstanding", "FY2020"), 1_400 * Figures.Million, 1_450 * Figures.Million);
}
