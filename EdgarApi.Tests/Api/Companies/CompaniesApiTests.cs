using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Companies;

public sealed class CompaniesApiTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    [Theory]
    [InlineData("aapl")]
    [InlineData("Apple Inc")]
    [InlineData("apple computer")]
    [InlineData("320193")]
    public async Task A_company_is_found_by_ticker_name_former_name_and_cik(string query)
    {
        var answer = await GetJsonAsync($"/api/v1/companies?query={Uri.EscapeDataString(query)}");
        Assert.Equal(["total", "next", "companies"], GetNames(answer));
        Assert.Equal(
            """{"cik":"0000320193","ticker":"AAPL","name":"Apple Inc.","exchange":"Nasdaq","loaded":true}""",
            answer.GetProperty("companies")[0].GetRawText());
    }

    [Fact]
    public async Task Total_counts_all_matches_regardless_of_the_limit()
    {
        var answer = await GetJsonAsync("/api/v1/companies?query=bank&limit=3");
        Assert.Equal(3, answer.GetProperty("companies").GetArrayLength());
        Assert.True(answer.GetProperty("total").GetInt32() > 3);
    }

    [Theory]
    [InlineData("/api/v1/companies?loaded=true")]
    [InlineData("/api/v1/companies?query=&loaded=true")]
    public async Task Without_a_query_the_loaded_companies_are_listed(string address)
    {
        var answer = await GetJsonAsync(address);
        Assert.Equal(5, answer.GetProperty("total").GetInt32());
        Assert.NotEmptyAndAll(
            answer.GetProperty("companies").EnumerateArray(), company => Assert.True(company.GetProperty("loaded").GetBoolean()));
    }

    [Fact]
    public async Task CSV_has_one_row_per_company() =>
        Assert.Equal(
            "cik,ticker,name,exchange\r\n0000320193,AAPL,Apple Inc.,Nasdaq\r\n",
            await GetCsvAsync("/api/v1/companies?query=aapl&limit=1"));
}
