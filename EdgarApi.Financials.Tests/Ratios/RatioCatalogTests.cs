using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Ratios;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Tests.Rules;

namespace EdgarApi.Financials.Tests.Ratios;

public class RatioCatalogTests
{
    [Fact]
    public void Ids_are_unique_in_any_case_and_no_metrics()
    {
        Assert.Equal(RatioCatalog.All.Count, RatioCatalog.All.Select(ratio => ratio.Id.ToUpperInvariant()).Distinct().Count());
        Assert.NotEmptyAndAll(RatioCatalog.All, ratio => Assert.False(MetricCatalog.TryFind(ratio.Id, out _)));
        Assert.NotEmptyAndAll(
            RatioCatalog.All, ratio => Assert.True(RatioCatalog.TryFind(ratio.Id.ToLowerInvariant(), out var found) && found == ratio));
    }

    [Fact]
    public void Quarters_mark_flows_of_twelve_months_in_the_formula()
    {
        Assert.True(RatioCatalog.TryFind("ReturnOnEquity", out var roe));
        Assert.Equal("NetIncome ÷ average(Equity)", roe.Formula(Frequency.Annual));
        Assert.Equal("TTM NetIncome ÷ average(Equity)", roe.Formula(Frequency.Quarterly));
        Assert.True(RatioCatalog.TryFind("NetMargin", out var margin));
        Assert.Equal("NetIncome ÷ Revenue", margin.Formula(Frequency.Quarterly));
    }

    [Fact]
    public void The_page_of_the_documentation_has_the_catalog_as_it_is()
    {
        var section = File.ReadAllText(Path.Combine(SourceFiles.Root(), "docs/engine.md")).Split("\n## ")
            .Single(text => text.StartsWith("Ratios\n", StringComparison.Ordinal));
        Assert.NotEmptyAndAll(RatioCatalog.All, ratio => Assert.Contains(GetRow(ratio), section, StringComparison.Ordinal));
        Assert.Equal(RatioCatalog.All.Count, section.Split('\n').Count(line => line.StartsWith("| `", StringComparison.Ordinal)));
    }

    private static string GetRow(Ratio ratio) =>
        $"| `{ratio.Id}` | {ratio.Label} | `{ratio.Formula(Frequency.Quarterly)}` | {(ratio.IsPercentage ? "%" : "×")} | {ratio.Definition} |\n";
}
