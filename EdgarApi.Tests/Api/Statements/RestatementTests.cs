using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Statements;

public sealed class RestatementTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    [Fact]
    public async Task A_restated_value_says_so_and_shows_what_was_filed_before()
    {
        var statement = await GetJsonAsync("/api/v1/companies/AAPL/statements/cashflow?periods=12&fields=OperatingCashFlow,sources");
        var column = statement.GetProperty("periods").EnumerateArray().ToList().FindIndex(period => period.GetProperty("key").GetString() == "FY2016");

        var line = Assert.Single(statement.GetProperty("lines").EnumerateArray());
        var source = line.GetProperty("sources")[column];

        Assert.Equal(66_231_000_000m, line.GetProperty("values")[column].GetDecimal());
        Assert.True(source.GetProperty("restated").GetBoolean());
        Assert.Equal(65_824_000_000m, Assert.Single(source.GetProperty("otherVintages").EnumerateArray()).GetProperty("value").GetDecimal());
        Assert.False(line.GetProperty("sources")[0].TryGetProperty("restated", out _));
    }
}
