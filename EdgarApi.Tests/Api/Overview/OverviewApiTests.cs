using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Overview;

public sealed class OverviewApiTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    private const string Apple = "/api/v1/companies/AAPL/overview";

    [Fact]
    public async Task An_overview_has_the_members_of_the_contract()
    {
        var overview = await GetJsonAsync(Apple);

        Assert.Equal(
            ["company", "currency", "rulesVersion", "annual", "ttm", "latestBalance", "ratios", "coverage", "latestFilings", "quality"],
            GetNames(overview));
        Assert.Equal(
            [
                "cik", "ticker", "tickers", "name", "exchange", "sic", "sicDescription", "fiscalYearEnd", "stateOfIncorporation",
                "category", "website", "formerNames",
            ],
            GetNames(overview.GetProperty("company")));
        Assert.Equal(["period", "metrics"], GetNames(overview.GetProperty("annual")));
        Assert.Equal("416161000000", overview.GetProperty("annual").GetProperty("metrics").GetProperty("Revenue").GetRawText());
        Assert.Equal(["facts", "firstPeriod", "lastPeriod", "lastFiled"], GetNames(overview.GetProperty("coverage")));
        Assert.Equal(["accession", "form", "filed", "reportDate", "items", "url"], GetNames(overview.GetProperty("latestFilings")[0]));
        Assert.False(overview.GetProperty("latestBalance").GetProperty("period").TryGetProperty("start", out _));
    }

    [Fact]
    public async Task Fields_select_parts_and_all_adds_sources()
    {
        Assert.Equal(
            ["company", "currency", "rulesVersion", "annual", "ratios"],
            GetNames(await GetJsonAsync($"{Apple}?fields=ratios,annual")));
        var all = (await GetJsonAsync($"{Apple}?fields=all")).GetProperty("annual");
        Assert.Equal(["period", "metrics", "sources"], GetNames(all));
        Assert.Equal("0000320193-25-000079", all.GetProperty("sources").GetProperty("Revenue").GetProperty("accession").GetString());
        Assert.Equal(
            ["period", "metrics", "sources"],
            GetNames((await GetJsonAsync($"{Apple}?fields=annual,sources")).GetProperty("annual")));
    }

    [Fact]
    public async Task A_company_without_submissions_is_named_by_the_ticker_list_and_has_no_filings()
    {
        var overview = await GetJsonAsync("/api/v1/companies/RY/overview");
        Assert.Equal(
            ("CAD", "ROYAL BANK OF CANADA", 0),
            (overview.GetProperty("currency").GetString(), overview.GetProperty("company").GetProperty("name").GetString(),
                overview.GetProperty("latestFilings").GetArrayLength()));
    }

    [Fact]
    public async Task A_missing_value_is_null_with_a_reason()
    {
        var annual = (await GetJsonAsync("/api/v1/companies/RY/overview")).GetProperty("annual");
        Assert.Equal("null", annual.GetProperty("metrics").GetProperty("CostOfRevenue").GetRawText());
        Assert.NotEmpty(annual.GetProperty("reasons").GetProperty("CostOfRevenue").GetString()!);
    }

    [Fact]
    public async Task An_overview_can_be_requested_as_of_a_day() =>
        Assert.Equal(
            "FY2024",
            (await GetJsonAsync($"{Apple}?asOf=2025-06-30")).GetProperty("annual").GetProperty("period").GetProperty("key").GetString());
}
