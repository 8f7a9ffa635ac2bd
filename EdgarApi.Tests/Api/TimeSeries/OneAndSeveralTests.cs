using System.Net;
using System.Text.Json;
using EdgarApi.Financials.Metrics;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.TimeSeries;

/// <summary>In time series of several companies, each company's part is that of its own endpoint.</summary>
public sealed class OneAndSeveralTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    private static readonly string[] Companies = ["AAPL", "NVDA", "GOOGL", "TSM", "RY"];
    private static readonly string[] Frequencies = ["annual", "quarterly", "ttm"];

    /// <summary>Each metric alone, so that the response is read from stored values. Metrics alternate between the frequencies.</summary>
    public static TheoryData<string> Alone =>
    [
        .. MetricCatalog.All.Select((metric, index) =>
            $"metrics={metric.Id}&freq={Frequencies[index % 3]}&periods={(index % 2 == 0 ? 8 : 40)}&growth=true"),
    ];

    /// <summary>All metrics, including some that a company lacks, and windows that are computed.</summary>
    public static TheoryData<string> Together =>
    [
        .. MetricCatalog.All.Chunk(40).SelectMany(metrics => Frequencies.Select(freq =>
            $"metrics={string.Join(',', metrics.Select(metric => metric.Id))}&freq={freq}&fields=all")),
        "metrics=Revenue,Inventory&freq=quarterly&periods=12", "metrics=Inventory,Revenue&to=2022-12-31&periods=3",
        "metrics=Revenue,Equity&freq=quarterly&vintage=original", "metrics=EpsDiluted,Inventory&asOf=2023-01-01&adjusted=false",
    ];

    [Theory]
    [MemberData(nameof(Alone))]
    [MemberData(nameof(Together))]
    public async Task Each_company_has_the_series_of_its_own_endpoint(string query)
    {
        using var response = await GetAsync($"/api/v1/timeseries?companies={string.Join(',', Companies)}&{query}");
        var several = response.StatusCode == HttpStatusCode.NotFound
            ? []
            : (await ReadJsonAsync(response)).GetProperty("companies").EnumerateArray().ToList();
        foreach (var (index, ticker) in Companies.Index())
        {
            using var alone = await GetAsync($"/api/v1/companies/{ticker}/timeseries?{query}");
            var own = await ReadJsonAsync(alone);
            if (alone.StatusCode == HttpStatusCode.NotFound)
            {
                Assert.Equal("no_data", own.GetProperty("code").GetString());
                if (several.Count > 0) Assert.True(several[index].TryGetProperty("reason", out _), $"{ticker} {query}");
                continue;
            }

            Assert.True(alone.IsSuccessStatusCode, $"{ticker} {query}");
            Assert.Equal(own.GetProperty("currency").GetString(), several[index].GetProperty("currency").GetString());
            Assert.Equal(own.GetProperty("metrics").GetRawText(), several[index].GetProperty("metrics").GetRawText());
        }
    }

    [Fact]
    public async Task A_metric_that_one_company_lacks_is_null_with_a_reason()
    {
        // The balance sheets of Royal Bank, a bank, have no inventory.
        var answer = await GetJsonAsync("/api/v1/timeseries?metrics=NetIncome,Inventory&companies=AAPL,RY&periods=2");
        var bank = answer.GetProperty("companies")[1];
        Assert.Equal(
            ["NetIncome", "Inventory"],
            bank.GetProperty("metrics").EnumerateArray().Select(series => series.GetProperty("id").GetString()));
        Assert.NotEmptyAndAll(bank.GetProperty("metrics")[1].GetProperty("points").EnumerateArray().ToList(), point =>
        {
            Assert.Equal(JsonValueKind.Null, point.GetProperty("value").ValueKind);
            Assert.Equal("notReported", point.GetProperty("reasonCode").GetString());
        });
    }

    [Fact]
    public async Task A_restated_value_lists_the_values_of_other_filings()
    {
        // Apple's 10-K of 2017 reported an operating cash flow of 65,824 million for 2016, that of 2018 one of 66,231 million.
        var answer = await GetJsonAsync("/api/v1/timeseries?companies=NVDA,AAPL&metrics=OperatingCashFlow&periods=12");
        var point = answer.GetProperty("companies")[1].GetProperty("metrics")[0].GetProperty("points").EnumerateArray()
            .Single(point => point.GetProperty("key").GetString() == "FY2016");
        Assert.Equal(66_231_000_000, point.GetProperty("value").GetDecimal());
        var other = point.GetProperty("source").GetProperty("otherVintages").EnumerateArray()
            .Single(other => other.GetProperty("accession").GetString() == "0000320193-17-000070");
        Assert.Equal(65_824_000_000, other.GetProperty("value").GetDecimal());
    }
}
