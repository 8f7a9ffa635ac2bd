using System.Text.Json;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.TimeSeries;

public sealed class TimeSeriesApiTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    private const string Apple = "/api/v1/companies/AAPL/timeseries?metrics=Revenue,NetIncome&freq=quarterly&periods=8";

    [Fact]
    public async Task A_series_has_the_members_of_the_contract_oldest_point_first()
    {
        var answer = await GetJsonAsync($"{Apple}&growth=true");

        Assert.Equal(["company", "freq", "currency", "metrics", "next", "rulesVersion"], GetNames(answer));
        Assert.Equal(
            ["Revenue", "NetIncome"],
            answer.GetProperty("metrics").EnumerateArray().Select(metric => metric.GetProperty("id").GetString()));
        var revenue = answer.GetProperty("metrics")[0];
        Assert.Equal(["id", "label", "unit", "points"], GetNames(revenue));
        var points = revenue.GetProperty("points").EnumerateArray().ToList();
        Assert.Equal(8, points.Count);
        Assert.Equal(["key", "fiscalYear", "fiscalPeriod", "start", "end", "value", "growth", "source"], GetNames(points[0]));
        Assert.Equal(points.Select(End).Order(StringComparer.Ordinal), points.Select(End));
        Assert.Equal("0.1660", points[^1].GetProperty("growth").GetRawText());
    }

    [Fact]
    public async Task Growth_is_present_only_on_request()
    {
        Assert.Equal(
            ["key", "fiscalYear", "fiscalPeriod", "start", "end", "value", "source"],
            GetNames(FirstPoint(await GetJsonAsync(Apple))));
        Assert.Equal(
            ["key", "fiscalYear", "fiscalPeriod", "start", "end", "value", "growth"],
            GetNames(FirstPoint(await GetJsonAsync($"{Apple}&fields=value,growth"))));
        Assert.Equal(
            ["key", "fiscalYear", "fiscalPeriod", "start", "end", "value"],
            GetNames(FirstPoint(await GetJsonAsync($"{Apple}&fields=value"))));
    }

    [Fact]
    public async Task Points_of_an_instant_have_no_start() =>
        Assert.False(FirstPoint(await GetJsonAsync("/api/v1/companies/AAPL/timeseries?metrics=Assets")).TryGetProperty("start", out _));

    [Fact]
    public async Task CSV_has_one_row_per_point()
    {
        var rows = (await GetCsvAsync("/api/v1/companies/AAPL/timeseries?metrics=Revenue&periods=1")).Split("\r\n");
        Assert.Equal(
            "cik,ticker,metric,label,unit,key,fiscalYear,fiscalPeriod,start,end,value,growth,reason,concept,accession,form,filed,"
            + "derivation,reasonCode,calendarPeriod",
            rows[0]);
        Assert.StartsWith(
            "0000320193,AAPL,Revenue,Revenue,USD,FY2025,2025,FY,2024-09-29,2025-09-27,416161000000,,,us-gaap:",
            rows[1],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_companies_come_once_each_in_request_order_in_their_currency()
    {
        var answer = await GetJsonAsync("/api/v1/timeseries?companies=TSM,AAPL,0000320193&metrics=Revenue,NetIncome&periods=2");

        Assert.Equal(["freq", "next", "notes", "companies", "rulesVersion"], GetNames(answer));
        var companies = answer.GetProperty("companies").EnumerateArray().ToList();
        Assert.NotEmptyAndAll(companies, company => Assert.Equal(["company", "currency", "metrics"], GetNames(company)));
        Assert.Equal(["TWD", "USD"], companies.Select(company => company.GetProperty("currency").GetString()));
        Assert.Equal(
            ["FY2024", "FY2025"],
            companies[1]
                .GetProperty("metrics")[0]
                .GetProperty("points")
                .EnumerateArray().Select(point => point.GetProperty("key").GetString()));
    }

    [Theory]
    [InlineData("annual", 3)]
    [InlineData("quarterly", 6)]
    [InlineData("ttm", 5)]
    public async Task Several_companies_together_equal_each_alone(string freq, int periods)
    {
        var query = $"metrics=Revenue,EpsDiluted,Assets&freq={freq}&periods={periods}&growth=true";
        var several = await GetJsonAsync($"/api/v1/timeseries?companies=NVDA&{query}");
        var alone = await GetJsonAsync($"/api/v1/companies/NVDA/timeseries?{query}");
        Assert.True(JsonElement.DeepEquals(alone.GetProperty("metrics"), several.GetProperty("companies")[0].GetProperty("metrics")),
            $"{alone.GetProperty("metrics")}\n{several.GetProperty("companies")[0].GetProperty("metrics")}");
    }

    [Fact]
    public async Task A_company_without_data_among_several_has_no_series()
    {
        var answer = await GetJsonAsync("/api/v1/timeseries?companies=AAPL,KO&metrics=Revenue&periods=1");
        var missing = answer.GetProperty("companies")[1];
        Assert.Equal((JsonValueKind.Null, 0), (missing.GetProperty("currency").ValueKind, missing.GetProperty("metrics").GetArrayLength()));
    }

    private static JsonElement FirstPoint(JsonElement answer) => answer.GetProperty("metrics")[0].GetProperty("points")[0];

    private static string End(JsonElement point) => point.GetProperty("end").GetString()!;
}
