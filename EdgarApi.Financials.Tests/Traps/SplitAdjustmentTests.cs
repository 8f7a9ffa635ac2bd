using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.Traps;

/// <summary>
/// Trap 10: filers never rewrite old per-share figures and share counts after a split. All periods use one share basis. (Amphenol has no
/// file.)
/// </summary>
public class SplitAdjustmentTests
{
    private static readonly StatementOptions AsFiled = new() { Adjusted = false };

    /// <summary>EPS as filed in the newest report with the year, divided by the later splits.</summary>
    [Theory]
    [InlineData(Companies.Nvidia, "FY2012", 0.94, 40)]
    [InlineData(Companies.Nvidia, "FY2019", 6.63, 40)]
    [InlineData(Companies.Nvidia, "FY2020", 1.13, 10)]
    [InlineData(Companies.Nvidia, "FY2022", 3.85, 10)]
    [InlineData(Companies.Nvidia, "FY2024", 1.19, 1)]
    [InlineData(Companies.Apple, "FY2007", 3.93, 28)]
    [InlineData(Companies.Apple, "FY2011", 27.68, 28)]
    [InlineData(Companies.Apple, "FY2014", 6.45, 4)]
    [InlineData(Companies.Apple, "FY2017", 9.21, 4)]
    [InlineData(Companies.Apple, "FY2019", 2.97, 1)]
    [InlineData(Companies.Tesla, "FY2019", -0.98, 3)]
    [InlineData(Companies.Tesla, "FY2021", 4.90, 3)]
    [InlineData(Companies.Walmart, "FY2021", 4.75, 3)]
    [InlineData(Companies.Alphabet, "FY2019", 49.16, 20)]
    [InlineData(Companies.Nike, "FY2012", 2.35, 2)]
    public void Annual_EPS_is_on_todays_share_basis(int cik, string year, double asFiled, int splits)
    {
        Assert.Equal(Math.Round((decimal)asFiled / splits, 6), Math.Round(Figures.Value(cik, "EpsDiluted", year), 6));
        Assert.Equal((decimal)asFiled, Figures.Value(cik, "EpsDiluted", year, AsFiled));
    }

    [Fact]
    public void Nvidia_EPS_is_on_one_share_basis()
    {
        // Split-adjusted EPS times split-adjusted shares is net income in every year, within the rounding of EPS.
        var points = Figures.Points(Companies.Nvidia, "EpsDiluted", Frequency.Annual).Where(point => point.Period.FiscalYear >= 2010);
        foreach (var point in points)
        {
            var income = Figures.Value(Companies.Nvidia, "NetIncome", point.Period.Key);
            var shares = Figures.Value(Companies.Nvidia, "SharesDiluted", point.Period.Key);
            Assert.InRange(point.Value.Value!.Value * shares, income - shares * 0.005m, income + shares * 0.005m);
        }
    }

    [Fact]
    public void Nvidia_EPS_of_12_05_appears_only_as_filed()
    {
        var filed = Companies.Facts(Companies.Nvidia)
            .Query(new FactQuery { Concept = "us-gaap:EarningsPerShareBasic" }, 0, int.MaxValue).Facts;

        Assert.Contains(filed, fact => fact.Value == 12.05m);
        Assert.Equal(12.05m, Figures.Value(Companies.Nvidia, "EpsBasic", "FY2024", AsFiled with { Vintage = Vintage.Original }));
        Assert.InRange(Figures.Value(Companies.Nvidia, "EpsBasic", "FY2024"), 1.20m, 1.21m);
        Assert.InRange(Figures.Value(Companies.Nvidia, "EpsBasic", "FY2025"), 2.96m, 2.98m);
    }

    [Fact]
    public void Nvidia_as_of_a_day_before_the_split_is_on_that_days_basis() =>
        Assert.Equal(11.93m, Figures.ValueAsOf(Companies.Nvidia, "EpsDiluted", "FY2024", "2024-05-31"));

    [Fact]
    public void Share_counts_are_multiplied()
    {
        Assert.Equal(2_535_000_000m * 10, Figures.Value(Companies.Nvidia, "SharesDiluted", "FY2022"));
        Assert.Equal(2_847_000_000m * 3, Figures.Value(Companies.Walmart, "SharesDiluted", "FY2021"));
    }

    [Fact]
    public void Sunation_reverse_splits_multiply_EPS_and_divide_shares()
    {
        Assert.InRange(Figures.Value(Companies.Sunation, "EpsDiluted", "FY2023"), -611.55m * 200 * 1.01m, -611.55m * 200 * 0.99m);
        Assert.Equal(-10_110.93m, Figures.Value(Companies.Sunation, "EpsDiluted", "FY2024"));
        Assert.InRange(Figures.Value(Companies.Sunation, "SharesDiluted", "FY2023"), 65, 68);
    }

    /// <summary>
    /// The 1:15 split of June and the 1:50 split of October 2024 fall between two reports, so no two filings differ by the second alone.
    /// </summary>
    [Theory]
    [InlineData("SharesBasic", "FY2022", 6_741_446)]
    [InlineData("SharesBasic", "2023Q1", 9_919_650)]
    public void Sunation_shares_before_its_three_reverse_splits_are_divided_by_all_of_them(string metric, string period, int asFiled)
    {
        Assert.Equal(Math.Round(asFiled / (15m * 50 * 200)), Figures.Value(Companies.Sunation, metric, period));
        Assert.Equal(asFiled, Figures.Value(Companies.Sunation, metric, period, AsFiled));
    }

    [Fact]
    public void Nikola_reverse_split_multiplies_EPS() => Assert.Equal(-1.78m * 30, Figures.Value(Companies.Nikola, "EpsDiluted", "FY2022"));

    [Fact]
    public void Tesla_quarter_restated_for_the_split_is_not_divided_again() =>
        Assert.Equal(0.48m, Figures.Value(Companies.Tesla, "EpsDiluted", "2021Q3"));

    [Theory]
    [InlineData(Companies.Tesla, new[] { 5.0, 3.0 }, 13)]
    [InlineData(Companies.Nvidia, new[] { 4.0, 10.0 }, 7)]
    public void Split_facts_repeated_across_periods_and_filings_are_one_split(int cik, double[] ratios, int atLeast)
    {
        var stated = Companies.Facts(cik)
            .Query(new FactQuery { Concept = "us-gaap:StockholdersEquityNoteStockSplitConversionRatio1" }, 0, int.MaxValue).Total;
        var found = FinancialModel.GetOrBuild(Companies.Facts(cik), new StatementOptions())
            .Splits.Splits.Select(split => (double)split.Ratio);

        Assert.True(stated >= atLeast);
        Assert.Equal(ratios, found);
    }
}
