using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.Traps;

/// <summary>Trap 6: Under Armour moved its year end from December to March with a transition report, and skipped the label 2022.</summary>
public class YearEndChangeTests
{
    [Fact]
    public void Under_Armour_has_a_transition_period_and_no_fiscal_2022() =>
        Assert.Equal(
            ["FY2026", "FY2025", "FY2024", "FY2023", "TP2022-03-31", "FY2021", "FY2020"],
            Figures.Periods(Companies.UnderArmour, Frequency.Annual).Take(7).Select(period => period.Key));

    [Fact]
    public void Under_Armour_transition_period_is_separate_and_restated()
    {
        Assert.Equal(-63_146_000m, Figures.Value(Companies.UnderArmour, "NetIncome", "TP2022-03-31"));
        Assert.Equal(-59_610_000m, Figures.FirstFiled(Companies.UnderArmour, "NetIncome", "TP2022-03-31"));
    }

    [Fact]
    public void Under_Armour_quarters_go_on_after_2022()
    {
        Assert.Equal(
            [
                "2026Q3", "2026Q2", "2026Q1", "2025Q4", "2025Q3", "2025Q2", "2025Q1", "2024Q4", "2024Q3", "2024Q2", "2024Q1", "2023Q4",
                "2023Q3", "2023Q2", "2023Q1", "TP2022-03-31", "2021Q4",
            ],
            Figures.Periods(Companies.UnderArmour, Frequency.Quarterly)
                .SkipWhile(period => period.Key != "2026Q3")
                .Take(17)
                .Select(period => period.Key));
        Assert.Equal(1_327_761_000m, Figures.Value(Companies.UnderArmour, "Revenue", "2026Q3"));
    }

    [Fact]
    public void Under_Armour_first_quarter_of_2023_is_June_2022()
    {
        var quarter = Figures.Points(Companies.UnderArmour, "NetIncome", Frequency.Quarterly).Single(point => point.Period.Key == "2023Q1");
        Assert.Equal((new DateOnly(2022, 6, 30), 2_850_000m), (quarter.Period.End, quarter.Value.Value!.Value));
    }

    [Fact]
    public void Under_Armour_trailing_twelve_months_across_the_transition_sum_four_contiguous_quarters()
    {
        // 1,545,532 + 1,529,205 + 1,300,793 + 1,348,777 thousand, never the year 2021 plus one quarter minus another.
        var ttm = Figures.Points(Companies.UnderArmour, "Revenue", Frequency.Ttm).Single(point => point.Period.Key == "TTM2022-06-30");

        Assert.Equal((new DateOnly(2021, 7, 1), 5_724_307_000m), (ttm.Period.Start, ttm.Value.Value!.Value));
        Assert.Equal("2023Q1 + TP2022-03-31 + 2021Q4 + 2021Q3", ttm.Value.Source!.Derivation);
    }

    /// <summary>
    /// In thousands: April to June 2022 (1,348,777) against the second quarter of 2021 (1,351,534); January to March 2023 (1,398,605)
    /// against the transition period (1,300,793), and that against the first quarter of 2021 (1,257,195); the year (5,903,165) against
    /// 1,351,534 + 1,545,532 + 1,529,205 + 1,300,793.
    /// </summary>
    [Theory]
    [InlineData(Frequency.Quarterly, "2023Q1", -0.0020)]
    [InlineData(Frequency.Quarterly, "2023Q4", 0.0752)]
    [InlineData(Frequency.Quarterly, "TP2022-03-31", 0.0347)]
    [InlineData(Frequency.Ttm, "TTM2023-03-31", 0.0307)]
    public void Under_Armour_growth_compares_with_the_same_months_a_year_earlier(Frequency frequency, string key, double growth) =>
        Assert.Equal(
            (decimal)growth,
            Figures.Points(Companies.UnderArmour, "Revenue", frequency).Single(point => point.Period.Key == key).Growth);

    [Fact]
    public void Under_Armour_year_after_the_transition_has_no_preceding_year() =>
        Assert.Null(
            Figures.Points(Companies.UnderArmour, "Revenue", Frequency.Annual).Single(point => point.Period.Key == "FY2023").Growth);

    [Fact]
    public void No_twelve_months_have_a_gap() =>
        Assert.NotEmptyAndAll(Figures.Periods(Companies.UnderArmour, Frequency.Ttm), period => Assert.InRange(period.Days, 364, 371));
}
