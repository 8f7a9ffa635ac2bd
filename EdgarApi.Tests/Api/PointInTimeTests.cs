using System.Text.Json;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api;

/// <summary>With <c>asOf</c> every endpoint shows what was on file at the end of that day, and nothing later.</summary>
public sealed class PointInTimeTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    private const string Day = "2017-06-30";

    [Theory]
    [InlineData("companies/AAPL/facts?limit=1000")]
    [InlineData("companies/AAPL/filings?limit=1000")]
    [InlineData("companies/AAPL/statements/cashflow?fields=all&periods=40")]
    [InlineData("companies/AAPL/timeseries?metrics=Revenue,OperatingCashFlow&freq=quarterly&periods=40")]
    [InlineData("timeseries?companies=AAPL,NVDA&metrics=Revenue&freq=ttm&periods=40")]
    [InlineData("companies/AAPL/ratios?fields=all&periods=40")]
    [InlineData("companies/AAPL/overview?fields=all")]
    public async Task Nothing_filed_later_is_shown(string request)
    {
        var filed = FiledDays(await GetJsonAsync($"/api/v1/{request}{(request.Contains('?', StringComparison.Ordinal) ? '&' : '?')}asOf={Day}")).ToList();

        Assert.NotEmpty(filed);
        Assert.All(filed, day => Assert.True(string.CompareOrdinal(day, Day) <= 0, day));
    }

    [Fact]
    public async Task Several_companies_at_a_point_in_time_tell_the_same_as_each_alone()
    {
        var several = await GetJsonAsync($"/api/v1/timeseries?companies=AAPL,NVDA&metrics=Revenue&periods=6&asOf={Day}");
        foreach (var company in several.GetProperty("companies").EnumerateArray())
        {
            var alone = await GetJsonAsync($"/api/v1/companies/{company.GetProperty("company").GetProperty("ticker").GetString()}/timeseries?metrics=Revenue&periods=6&asOf={Day}");
            Assert.Equal(Values(alone), Values(company));
        }
    }

    [Fact]
    public async Task The_newest_year_is_the_newest_on_file_then()
    {
        var overview = await GetJsonAsync($"/api/v1/companies/AAPL/overview?asOf={Day}");
        Assert.Equal("FY2016", overview.GetProperty("annual").GetProperty("period").GetProperty("key").GetString());
        Assert.Equal("2017-05-03", overview.GetProperty("coverage").GetProperty("lastFiled").GetString());
    }

    private static string Values(JsonElement series) =>
        string.Join(',', series.GetProperty("metrics")[0].GetProperty("points").EnumerateArray().Select(point => point.GetProperty("value").GetRawText()));

    /// <summary>Every member named <c>filed</c> or <c>lastFiled</c>, wherever it stands.</summary>
    private static IEnumerable<string> FiledDays(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member.Name is "filed" or "lastFiled" && member.Value.ValueKind == JsonValueKind.String ? [member.Value.GetString()!] : FiledDays(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(FiledDays),
        _ => [],
    };
}
