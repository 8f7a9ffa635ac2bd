using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Ratios;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Tests.Rules;

namespace EdgarApi.Financials.Tests.Ratios;

public class RatioCatalogTests
{
    [Fact]
    public void Ids_are_unique_ignoring_case_and_differ_from_metric_ids()
    {
        Assert.Equal(RatioCatalog.All.Count, RatioCatalog.All.Select(ratio => ratio.Id.ToUpperInvariant()).Distinct().Count());
        Assert.NotEmptyAndAll(RatioCatalog.All, ratio => Assert.False(MetricCatalog.TryFind(ratio.Id, out _)));
        Assert.NotEmptyAndAll(
            RatioCatalog.All, ratio => Assert.True(RatioCatalog.TryFind(ratio.Id.ToLowerInvariant(), out var found) && found == ratio));
    }

    [Fact]
    public void Quarterly_formulas_mark_twelve_month_flows()
    {
        Assert.True(RatioCatalog.TryFind("ReturnOnEquity", out var roe));
        Assert.Equal("NetIncome ÷ average(Equity)", roe.Formula(Frequency.Annual));
        Assert.Equal("TTM NetIncome ÷ average(Equity)", roe.Formula(Frequency.Quarterly));
        Assert.True(RatioCatalog.TryFind("NetMargin", out var margin));
        Assert.Equal("NetIncome ÷ Revenue", margin.Formula(Frequency.Quarterly));
    }

    [Fact]
    public void The_documentation_page_matches_the_catalog()
    {
        var section = File.ReadAllText(Path.Combine(SourceFiles.Root(), "docs/engine.md")).Split("\n## ")
            .Single(text => text.StartsWith("Ratios\n", StringComparison.Ordinal));
        Assert.NotEmptyAndAll(RatioCatalog.All, ratio => Assert.Contains(GetRow(ratio), section, StringComparison.Ordinal));
        Assert.Equal(RatioCatalog.All.Count, section.Split('\n').Count(line => line.StartsWith("| `", StringComparison.Ordinal)));
    }

    private static string GetRow(Ratio ratio) =>
        $"| `{ratio.Id}` | {ratio.Label} | `{ratio.Formula(Frequency.Quarterly)}` "
        + $"| {(ratio.IsPercentage ? "%" : "×")} | {ratio.Definition} |\n";
}
