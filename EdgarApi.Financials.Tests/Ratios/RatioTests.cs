using EdgarApi.Financials.Overview;
using EdgarApi.Financials.Ratios;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.Ratios;

/// <summary>
/// Ratios of real companies match figures computed from the raw files. <c>Expected/ratios.csv</c> names the facts behind each.
/// </summary>
public class RatioTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases =>
        from row in ExpectedCells.Read("ratios.csv")
        let expected = row["value"].Length > 0 ? row["value"] : $"null: {row["reason"]}"
        select new TheoryDataRow<string>(GetName(row)) { TestDisplayName = $"{GetName(row)} is {expected}" };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_ratio_matches_the_filings(string name)
    {
        var row = ExpectedCells.Read("ratios.csv").Single(row => GetName(row) == name);
        Assert.True(RatioCatalog.TryFind(row["ratio"], out var ratio));
        var built = RatioBuilder.Build(
            Companies.Facts(int.Parse(row["cik"])), [ratio], Enum.Parse<Frequency>(row["freq"], ignoreCase: true), periods: 40,
            new StatementOptions());

        var index = built.Periods.Index().Single(period => period.Item.Key == row["period_key"]).Index;
        var value = built.Ratios[0].Values[index];

        Assert.Equal(ExpectedCells.Number(row["value"]), value.Value);
        Assert.StartsWith(row["reason"], value.Reason ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void EPS_growth_uses_one_share_basis_regardless_of_options()
    {
        Assert.True(RatioCatalog.TryFind("EpsCagr5", out var ratio));

        var asFiled = RatioBuilder.Build(
            Companies.Facts(Companies.Nvidia), [ratio], Frequency.Annual, periods: 5, new StatementOptions { Adjusted = false });

        var adjusted = RatioBuilder.Build(Companies.Facts(Companies.Nvidia), [ratio], Frequency.Annual, periods: 5, new StatementOptions());
        Assert.NotEmptyAndAll(adjusted.Ratios[0].Values, value => Assert.NotNull(value.Value));
        Assert.Equal(adjusted.Ratios[0].Values.Select(value => value.Value), asFiled.Ratios[0].Values.Select(value => value.Value));
    }

    [Fact]
    public void Ratios_as_of_a_day_use_only_facts_filed_by_then()
    {
        var built = RatioBuilder.Build(
            Companies.Facts(Companies.Apple), Frequency.Annual, periods: 1, new StatementOptions { AsOf = new DateOnly(2024, 12, 31) });

        Assert.Equal("FY2024", Assert.Single(built.Periods).Key);
        Assert.NotEmptyAndAll(built.Ratios.SelectMany(line => line.Values[0].Operands), operand =>
            Assert.True(operand.Source.Filed <= new DateOnly(2024, 12, 31), operand.Metric.Id));
    }

    [Fact]
    public void The_overview_has_the_headline_ratios_of_the_trailing_twelve_months()
    {
        var facts = Companies.Facts(Companies.Apple);
        var ttm = RatioBuilder.Build(facts, Frequency.Ttm, periods: 1, new StatementOptions());

        var overview = CompanyOverview.Build(facts, new StatementOptions());

        Assert.Superset(
            new HashSet<string>(["GrossMargin", "OperatingMargin", "NetMargin", "FreeCashFlowMargin", "CurrentRatio", "ReturnOnEquity"]),
            overview.Ratios.Keys.ToHashSet());
        Assert.Equal(
            ttm.Ratios.Where(line => line.Ratio.IsHeadline).Select(line => (line.Ratio.Id, line.Values[0].Value)),
            overview.Ratios.Select(ratio => (ratio.Key, ratio.Value)));
    }

    private static string GetName(Dictionary<string, string> row) => $"{row["ticker"]} {row["ratio"]} {row["period_key"]}";
}
