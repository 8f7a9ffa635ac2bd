using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Tests;

namespace EdgarApi.Financials.Tests.Traps;

/// <summary>Trap 9: restatements, reverse mergers and amended reports, and sign errors that are not restatements.</summary>
public class RestatedValuesTests
{
    [Fact]
    public void Kraft_Heinz_whose_restatement_is_a_listed_trap_has_no_file() =>
        Assert.NotEmptyAndAll(["companyfacts.zip", "companyfacts-trimmed.zip", "companyfacts-older.zip"], archive =>
        {
            using var zip = System.IO.Compression.ZipFile.OpenRead(EdgarData.GetPath(archive));
            Assert.DoesNotContain(zip.Entries, entry => entry.Name.Contains("1637459", StringComparison.Ordinal));
        });

    [Fact]
    public void Under_Armour_2021_is_shown_as_restated()
    {
        Assert.Equal(351_003_000m, Figures.Value(Companies.UnderArmour, "NetIncome", "FY2021"));
        Assert.Equal(360_060_000m, Figures.FirstFiled(Companies.UnderArmour, "NetIncome", "FY2021"));
    }

    [Fact]
    public void Nikola_2019_is_the_operating_company_after_the_reverse_merger()
    {
        Assert.Equal(-88_656_000m, Figures.Value(Companies.Nikola, "NetIncome", "FY2019"));
        Assert.Equal(2_730_459m, Figures.FirstFiled(Companies.Nikola, "NetIncome", "FY2019"));
    }

    [Fact]
    public void Nikola_first_quarter_of_2019_changes_from_profit_to_loss()
    {
        Assert.Equal(809_791m, Figures.ValueAsOf(Companies.Nikola, "NetIncome", "2019Q1", "2020-05-31"));
        Assert.Equal(-30_097_000m, Figures.Value(Companies.Nikola, "NetIncome", "2019Q1"));
    }

    [Fact]
    public void All_Nikola_quarters_of_2019_are_the_operating_company() =>
        Assert.Equal(-88_656_000m, Enumerable.Range(1, 4).Sum(quarter => Figures.Value(Companies.Nikola, "NetIncome", $"2019Q{quarter}")));

    [Fact]
    public void Nikola_2019_before_noncontrolling_interests_is_the_operating_company() =>
        Assert.Equal(-88_656_000m, Figures.Value(Companies.Nikola, "NetIncomeIncludingNoncontrolling", "FY2019"));

    [Fact]
    public void Herc_2014_and_2015_before_noncontrolling_interests_exclude_Hertz()
    {
        Assert.Equal(
            Figures.Value(Companies.Herc, "NetIncome", "FY2014"),
            Figures.Value(Companies.Herc, "NetIncomeIncludingNoncontrolling", "FY2014"));
        Assert.Equal(
            Figures.Value(Companies.Herc, "NetIncome", "FY2015"),
            Figures.Value(Companies.Herc, "NetIncomeIncludingNoncontrolling", "FY2015"));
    }

    [Fact]
    public void Celadon_first_quarter_of_2012_is_restated_by_the_amended_report()
    {
        Assert.Equal(143_960_000m, Figures.Value(Companies.Celadon, "Revenue", "2012Q1"));
        Assert.Equal(141_479_000m, Figures.FirstFiled(Companies.Celadon, "Revenue", "2012Q1"));
        Assert.Equal(141_479_000m, Figures.ValueAsOf(Companies.Celadon, "Revenue", "2012Q1", "2012-05-24"));
        Assert.Equal(143_960_000m, Figures.ValueAsOf(Companies.Celadon, "Revenue", "2012Q1", "2012-05-25"));
    }

    [Fact]
    public void Celadon_balance_sheet_is_restated_by_the_amended_report()
    {
        Assert.Equal(274_577_000m, Figures.ValueAsOf(Companies.Celadon, "Assets", "2012Q1", "2012-05-24"));
        Assert.Equal(418_977_000m, Figures.Value(Companies.Celadon, "Assets", "2012Q1"));
    }

    [Theory]
    [InlineData(Companies.Herc, "2017Q1", -39.2)]
    [InlineData(Companies.Herc, "2018Q1", -10.1)]
    [InlineData(Companies.Herc, "2018Q2", -0.3)]
    [InlineData(Companies.Herc, "2019Q1", -6.7)]
    [InlineData(Companies.SunEdison, "2012Q1", -98.6)]
    [InlineData(Companies.SunEdison, "2012Q2", -77.2)]
    [InlineData(Companies.SunEdison, "2013Q1", -89.4)]
    public void A_loss_filed_once_without_its_minus_sign_is_a_loss(int cik, string quarter, double millions) =>
        Assert.Equal((decimal)millions * Figures.Million, Figures.Value(cik, "NetIncome", quarter));

    [Fact]
    public void Herc_loss_per_share_filed_once_without_its_minus_sign_is_a_loss()
    {
        Assert.Equal(-0.23m, Figures.Value(Companies.Herc, "EpsDiluted", "2019Q1"));
        Assert.Equal(-0.23m, Figures.Value(Companies.Herc, "EpsBasic", "2019Q1"));
    }

    [Fact]
    public void Walmart_taxes_filed_once_as_a_benefit_are_an_expense()
    {
        // The 10-K of 2011 tags −7,156, that of 2010 7,139 and that of 2012 7,156. Nine months: 5,157.
        Assert.Equal(7_156 * Figures.Million, Figures.Value(Companies.Walmart, "IncomeTax", "FY2010"));
        Assert.Equal((7_156 - 5_157) * Figures.Million, Figures.Value(Companies.Walmart, "IncomeTax", "2010Q4"));
        Assert.Equal((7_579 - 5_285) * Figures.Million, Figures.Value(Companies.Walmart, "IncomeTax", "2011Q4"));
    }

    [Fact]
    public void Walmart_taxes_of_2009_come_from_the_newest_report_with_the_right_sign() =>
        Assert.Equal(7_145 * Figures.Million, Figures.Value(Companies.Walmart, "IncomeTax", "FY2009"));

    [Theory]
    [InlineData("2020Q2", -1.9)]
    [InlineData("2020Q3", 11.7)]
    public void Herc_tax_is_the_difference_between_pretax_and_net_income(string quarter, double millions)
    {
        Assert.Equal((decimal)millions * Figures.Million, Figures.Value(Companies.Herc, "IncomeTax", quarter));
        Assert.Equal(
            Figures.Value(Companies.Herc, "NetIncome", quarter),
            Figures.Value(Companies.Herc, "PretaxIncome", quarter) - Figures.Value(Companies.Herc, "IncomeTax", quarter));
    }

    [Fact]
    public void Procter_and_Gamble_income_to_common_of_2009_includes_discontinued_operations()
    {
        // Tagged 10,488: net income 13,436 less 192 of preferred dividends less 2,756 of discontinued operations.
        Assert.Equal((13_436 - 192) * Figures.Million, Figures.Value(Companies.ProcterAndGamble, "NetIncomeToCommon", "FY2009"));
        Assert.Equal(192 * Figures.Million, Figures.Value(Companies.ProcterAndGamble, "PreferredDividends", "FY2009"));
    }

    [Fact]
    public void No_restated_annual_flow_shows_the_original_value()
    {
        var stale = new List<string>();
        var restated = 0;
        foreach (var cik in Companies.Complete)
        {
            foreach (var metric in MetricCatalog.All.Where(metric => metric is { IsInstant: false, Unit: UnitKind.Currency }))
            {
                var points = Figures
                    .Points(cik, metric.Id, Frequency.Annual)
                    .Where(point => point.Value.Source is { Derivation: null, Restated: true });
                foreach (var point in points)
                {
                    var source = point.Value.Source!;
                    restated++;
                    // A later value with the opposite sign is a sign error.
                    stale.AddRange(
                        source.OtherVintages.Where(other => other.Filed > source.Filed && other.Value != -source.Value)
                            .Select(other =>
                                $"{cik} {metric.Id} {point.Period.Key}: {source.Value} of {source.Filed}, {other.Value} of {other.Filed}"));
                }
            }
        }
        Assert.True(restated > 300, $"{restated} restated values");
        Assert.Empty(stale);
    }
}
