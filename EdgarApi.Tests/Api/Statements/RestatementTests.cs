using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Statements;

public sealed class RestatementTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    [Fact]
    public async Task A_restated_value_is_marked_and_shows_earlier_values()
    {
        var statement = await GetJsonAsync("/api/v1/companies/AAPL/statements/cashflow?periods=12&fields=OperatingCashFlow,sources");
        var column = statement.GetProperty("periods")
            .EnumerateArray().ToList()
            .FindIndex(period => period.GetProperty("key").GetString() == "FY2016");

        var line = Assert.Single(statement.GetProperty("lines").EnumerateArray());
        var source = line.GetProperty("sources")[column];

        Assert.Equal(66_231_000_000m, line.GetProperty("values")[column].GetDecimal());
        Assert.True(source.GetProperty("restated").GetBoolean());
        Assert.Equal(
            65_824_000_000m,
            Assert.Single(source.GetProperty("otherVintages").EnumerateArray()).GetProperty("value").GetDecimal());
        Assert.False(line.GetProperty("sources")[0].TryGetProperty("restated", out _));
    }

    [Fact]
    public async Task Quarters_that_do_not_add_up_to_a_restated_year_are_marked()
    {
        var series = await GetJsonAsync("/api/v1/companies/AAPL/timeseries?metrics=OperatingCashFlow&freq=quarterly&periods=40");
        var points = series.GetProperty("metrics")[0].GetProperty("points").EnumerateArray();

        var marked = points.Where(point => point.GetProperty("source").TryGetProperty("mixedBasis", out _))
            .Select(point => point.GetProperty("key").GetString());

        Assert.Equal(["2016Q3", "2016Q4"], marked.Where(key => key is "2016Q3" or "2016Q4" or "2017Q1" or "2017Q2"));
    }

    [Fact]
    public async Task The_check_of_a_restated_years_quarters_has_the_status_restated()
    {
        var statement = await GetJsonAsync("/api/v1/companies/AAPL/statements/cashflow?periods=12&fields=all");

        var check = Assert.Single(statement.GetProperty("checks").EnumerateArray(), check =>
            check.GetProperty("name").GetString() == "operating_cash_flow_quarters_add_to_the_year"
            && check.GetProperty("period").GetString() == "FY2016");

        Assert.Equal("restated", check.GetProperty("status").GetString());
    }
}
