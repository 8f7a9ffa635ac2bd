using EdgarApi.Api.Requests;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Ratios;

namespace EdgarApi.Tests.Api.Requests;

public sealed class UnknownNameTests
{
    private static readonly string[] Metrics = [.. MetricCatalog.All.Select(metric => metric.Id)];
    private static readonly string[] Ratios = [.. RatioCatalog.All.Select(ratio => ratio.Id)];

    [Theory]
    [InlineData("TotalAssets", "Assets")]
    [InlineData("total_assets", "Assets")]
    [InlineData("Revenu", "Revenue")]
    [InlineData("Reven", "Revenue")]
    [InlineData("Sales", "Revenue")]
    [InlineData("turnover", "Revenue")]
    [InlineData("Net profit", "NetIncome")]
    [InlineData("net-income", "NetIncome")]
    [InlineData("EBIT", "OperatingIncome")]
    [InlineData("EPS", "EpsBasic", "EpsDiluted")]
    [InlineData("capex", "CapitalExpenditures")]
    [InlineData("StockholdersEquity", "Equity")]
    [InlineData("Inventroy", "Inventory")]
    public void A_metric_is_suggested_by_spelling_synonym_typo_or_beginning(string name, params string[] suggestions) =>
        Assert.Equal(suggestions, UnknownName.Suggest(name, Metrics));

    [Theory]
    [InlineData("ROE", "ReturnOnEquity")]
    [InlineData("profit margin", "NetMargin")]
    public void A_ratio_is_suggested_as_well(string name, string suggestion) =>
        Assert.Equal([suggestion], UnknownName.Suggest(name, Ratios));

    [Theory]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("xyzzy")]
    [InlineData("Re")]
    public void Nothing_is_suggested_for_a_name_that_is_close_to_none(string name) => Assert.Empty(UnknownName.Suggest(name, Metrics));

    [Fact]
    public void Synonyms_belong_to_metrics_and_ratios_and_are_not_ids_themselves()
    {
        string[] known = [.. Metrics, .. Ratios];
        Assert.NotEmptyAndAll(Synonyms.Ids, id =>
        {
            Assert.Contains(id, known);
            Assert.NotEmpty(Synonyms.Get(id));
            Assert.Equal(Synonyms.Get(id).Count, Synonyms.Get(id).Distinct(StringComparer.OrdinalIgnoreCase).Count());
            Assert.DoesNotContain(Synonyms.Get(id), synonym => known.Contains(
                synonym.Replace(" ", "", StringComparison.Ordinal), StringComparer.OrdinalIgnoreCase));
        });
    }
}
