namespace EdgarApi.Financials.Tests.Traps;

/// <summary>Trap 8: share counts and EPS cannot be subtracted. Fourth-quarter shares follow from the year's day-weighted average.</summary>
public class FourthQuarterSharesTests
{
    [Fact]
    public void Costco_fourth_quarter_shares_weigh_112_days()
    {
        // (444,759 × 364 − 444,403 × 84 − 444,754 × 84 − 444,828 × 84) ÷ 112 thousand, from the 10-K and the three 10-Qs.
        var value = Figures.Get(Companies.Costco, "SharesDiluted", "2024Q4");

        Assert.InRange(value.Value!.Value, 444_977_000m, 444_979_000m);
        Assert.Equal("(FY2024 × days − Σ quarter × days) ÷ 112 days", value.Source!.Derivation);
    }

    [Theory]
    [InlineData(Companies.Costco, "2024Q4", 5.29)]
    [InlineData(Companies.Costco, "2023Q4", 4.86)]
    [InlineData(Companies.Apple, "2025Q4", 1.85)]
    [InlineData(Companies.ProcterAndGamble, "2025Q4", 1.48)]
    [InlineData(Companies.McDonalds, "2025Q4", 3.03)]
    public void Fourth_quarter_EPS_matches_the_press_release(int cik, string quarter, double published)
    {
        var value = Figures.Get(cik, "EpsDiluted", quarter);

        Assert.Equal((decimal)published, Math.Round(value.Value!.Value, 2));
        Assert.EndsWith("÷ SharesDiluted", value.Source!.Derivation, StringComparison.Ordinal);
    }

    [Fact]
    public void Apple_fourth_quarter_EPS_is_not_the_year_minus_nine_months()
    {
        var year = Figures.Value(Companies.Apple, "EpsDiluted", "FY2025");
        var nineMonths =
            Figures.Value(Companies.Apple, "EpsDiluted", "2025Q1")
            + Figures.Value(Companies.Apple, "EpsDiluted", "2025Q2")
            + Figures.Value(Companies.Apple, "EpsDiluted", "2025Q3");

        Assert.Equal(1.84m, year - nineMonths);
        Assert.NotEqual(1.84m, Math.Round(Figures.Value(Companies.Apple, "EpsDiluted", "2025Q4"), 2));
    }

    [Fact]
    public void Costco_fourth_quarter_of_2019_is_used_as_reported()
    {
        var value = Figures.Get(Companies.Costco, "EpsDiluted", "2019Q4");
        Assert.Equal((2.47m, null), (value.Value, value.Source!.Derivation));
    }

    [Fact]
    public void Amd_trailing_EPS_at_year_end_equals_the_years() =>
        Assert.Equal(2.65m, Figures.Value(Companies.Amd, "EpsDiluted", "TTM2025-12-27"));

    [Fact]
    public void Apple_trailing_EPS_is_the_sum_of_four_quarters()
    {
        var value = Figures.Get(Companies.Apple, "EpsDiluted", "TTM2026-03-28");

        Assert.Equal("2026Q2 + 2026Q1 + 2025Q4 + 2025Q3", value.Source!.Derivation);
        Assert.Equal(8.2679m, value.Value);
    }

    /// <summary>
    /// Losses of −5,241, −1,085 and −790 million. The year's average implies fewer than the basic shares (P&amp;G: 2,284 million).
    /// </summary>
    [Theory]
    [InlineData(Companies.ProcterAndGamble, "2019Q4")]
    [InlineData(Companies.Walmart, "2021Q4")]
    [InlineData(Companies.Nike, "2020Q4")]
    [InlineData(1657853, "2021Q4")]
    public void In_a_loss_making_fourth_quarter_diluted_shares_equal_basic_shares(int cik, string quarter)
    {
        var value = Figures.Get(cik, "SharesDiluted", quarter);

        Assert.Equal((Figures.Value(cik, "SharesBasic", quarter), "SharesBasic (at a loss)"), (value.Value, value.Source!.Derivation));
    }

    /// <summary>Press releases of 30 July 2019 (−2.12) and 25 June 2020 (−0.51).</summary>
    [Theory]
    [InlineData(Companies.ProcterAndGamble, "2019Q4", -2.12, -2.11)]
    [InlineData(Companies.Nike, "2020Q4", -0.51, -0.505)]
    public void In_a_loss_making_fourth_quarter_diluted_EPS_uses_basic_shares(int cik, string quarter, double least, double most) =>
        Assert.InRange((double)Figures.Value(cik, "EpsDiluted", quarter), least, most);

    /// <summary>
    /// Tesla had losses in 2018 and 2019 but profits in their fourth quarters, so the years' diluted shares are the basic ones. NVIDIA's
    /// 649 million of fiscal 2017 minus the three quarters' 606, 634 and 653 would imply 710 (published: 0.99 per share, 655 million of
    /// income).
    /// </summary>
    [Theory]
    [InlineData(Companies.Tesla, "2018Q4")]
    [InlineData(Companies.Tesla, "2019Q4")]
    [InlineData(Companies.Nvidia, "2017Q4")]
    public void Diluted_shares_are_not_derived_if_year_and_quarters_count_dilution_differently(int cik, string quarter)
    {
        const string Reason = "the year and its quarters do not count dilution alike";

        Assert.Equal((null, Reason), (Figures.Get(cik, "SharesDiluted", quarter).Value, Figures.Get(cik, "SharesDiluted", quarter).Reason));
        Assert.NotNull(Figures.Get(cik, "SharesBasic", quarter).Value);
    }

    /// <summary>
    /// Hertz deducts the fair value of warrants from diluted income if that is dilutive, which differs between quarters and year. A loss of
    /// 348 million over 306,184,783 shares is −1.14, as published. The deduction for the fourth quarter of 2022, with a profit of
    /// 116 million, is unknown.
    /// </summary>
    [Fact]
    public void Diluted_income_that_does_not_add_up_over_the_quarters_yields_no_EPS()
    {
        Assert.Equal(-1.1366m, Figures.Value(1657853, "EpsDiluted", "2023Q4"));
        Assert.Equal(
            (null, "the year and its quarters do not count dilution alike"),
            (Figures.Get(1657853, "EpsDiluted", "2022Q4").Value, Figures.Get(1657853, "EpsDiluted", "2022Q4").Reason));
    }

    [Fact]
    public void Twelve_months_with_an_underived_quarter_give_its_reason() =>
        Assert.Equal(
            "the year and its quarters do not count dilution alike",
            Figures.Get(Companies.Tesla, "SharesDiluted", "TTM2019-06-30").Reason);
}
