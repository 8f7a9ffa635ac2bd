using EdgarApi.Financials.Metrics;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Metrics;

public sealed class MetricsApiTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    [Fact]
    public async Task The_catalog_has_every_metric_with_its_definition_and_concepts()
    {
        var metrics = (await GetJsonAsync("/api/v1/metrics")).GetProperty("metrics").EnumerateArray().ToList();
        Assert.Equal(MetricCatalog.All.Select(metric => metric.Id), metrics.Select(metric => metric.GetProperty("id").GetString()));
        Assert.NotEmptyAndAll(metrics, metric => Assert.Equal(
            ["id", "label", "unit", "statement", "family", "isInstant", "isTotal", "isEssential", "definition", "concepts"],
            GetNames(metric)));
    }

    [Fact]
    public async Task Lines_of_a_kind_of_filer_name_their_family()
    {
        var metrics = (await GetJsonAsync("/api/v1/metrics")).GetProperty("metrics").EnumerateArray()
            .ToDictionary(metric => metric.GetProperty("id").GetString()!, metric => metric.GetProperty("family").GetString());
        Assert.Equal(
            ("bank", "insurer", "reit", null),
            (metrics["Loans"], metrics["PolicyBenefits"], metrics["FundsFromOperations"], metrics["Revenue"]));
        Assert.NotEmptyAndAll(
            metrics.Values.OfType<string>(),
            family => Assert.Contains(family, (string[])["bank", "insurer", "reit", "utility", "oil", "broker", "spac", "airline"]));
    }

    [Fact]
    public async Task The_catalog_can_be_requested_for_one_statement_and_as_CSV()
    {
        var cashFlow = (await GetJsonAsync("/api/v1/metrics?statement=cashflow")).GetProperty("metrics").EnumerateArray().ToList();
        Assert.NotEmptyAndAll(cashFlow, metric => Assert.Equal("cashflow", metric.GetProperty("statement").GetString()));
        Assert.Equal(
            cashFlow.Count + 1,
            (await GetCsvAsync("/api/v1/metrics?statement=cashflow")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }
}
