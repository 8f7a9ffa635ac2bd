using System.Text.Json;
using EdgarApi.Contracts;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api;

/// <summary>With <c>asOf</c>, every endpoint shows only what was on file at the end of that day.</summary>
public sealed class PointInTimeTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    private const string Day = "2017-06-30";

    [Theory]
    [InlineData("companies/AAPL/facts?limit=1000")]
    [InlineData("companies/AAPL/filings?limit=1000")]
    [InlineData("companies/AAPL/statements/income?fields=all&periods=40")]
    [InlineData("companies/AAPL/statements/balance?fields=all&periods=40&freq=quarterly")]
    [InlineData("companies/AAPL/statements/cashflow?fields=all&periods=40")]
    [InlineData("companies/AAPL/statements/income?fields=all&periods=40&view=reported")]
    [InlineData("companies/AAPL/statements/balance?fields=all&periods=40&view=reported")]
    [InlineData("companies/AAPL/statements/cashflow?fields=all&periods=40&view=reported")]
    [InlineData("companies/AAPL/timeseries?metrics=Revenue,OperatingCashFlow&freq=quarterly&periods=40")]
    [InlineData("timeseries?companies=AAPL,NVDA&metrics=Revenue&freq=ttm&periods=40")]
    [InlineData("companies/AAPL/ratios?fields=all&periods=40")]
    [InlineData("companies/AAPL/overview?fields=all")]
    public async Task Nothing_filed_later_is_shown(string request)
    {
        var filed = FiledDays(await GetJsonAsync(At(request, Day))).ToList();

        Assert.NotEmpty(filed);
        Assert.NotEmptyAndAll(filed, day => Assert.True(string.CompareOrdinal(day, Day) <= 0, day));
    }

    /// <summary>Apple's 2016 was restated for restricted cash in the annual report of 2018.</summary>
    [Theory]
    [InlineData("companies/AAPL/statements/cashflow?fields=all&periods=40")]
    [InlineData("companies/AAPL/statements/cashflow?fields=all&periods=40&view=reported")]
    [InlineData("companies/AAPL/timeseries?metrics=OperatingCashFlow&periods=40")]
    [InlineData("timeseries?companies=AAPL,NVDA&metrics=OperatingCashFlow&periods=40")]
    [InlineData("companies/AAPL/ratios?fields=all&periods=40")]
    [InlineData("companies/AAPL/facts?from=2016-09-24&to=2016-09-24&limit=1000")]
    public async Task A_later_restatement_is_not_visible(string request)
    {
        var before = (await GetJsonAsync(At(request, Day))).GetRawText();
        Assert.Contains("65824000000", before, StringComparison.Ordinal);
        Assert.DoesNotContain("66231000000", before, StringComparison.Ordinal);
        Assert.Contains("66231000000", (await GetJsonAsync(At(request, "2018-11-05"))).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_endpoint_with_company_data_supports_asOf_and_is_tested_above()
    {
        var paths = (await GetJsonAsync("/openapi/v1.json"))
            .GetProperty("paths")
            .EnumerateObject().Where(path => path.Value.TryGetProperty("get", out _));
        var withData = paths
            .Where(path => path.Name.StartsWith("/api/v1/companies/{id}/", StringComparison.Ordinal) || path.Name == "/api/v1/timeseries")
            // Like screens and frames, peers compare the newest values of all companies.
            .Where(path => !path.Name.Contains(ApiRoutes.Peers, StringComparison.Ordinal))
            .ToList();
        Assert.NotEmptyAndAll(withData, path =>
            Assert.Contains(path.Value.GetProperty("get").GetProperty("parameters").EnumerateArray(), parameter =>
                parameter.GetProperty("name").GetString() == "asOf"));

        var walked = typeof(PointInTimeTests)
            .GetMethod(nameof(Nothing_filed_later_is_shown))!
            .GetCustomAttributes(typeof(InlineDataAttribute), false)
            .Cast<InlineDataAttribute>()
            .Select(data =>
                "/api/v1/" + ((string)data.Data[0]!).Split('?')[0].Replace("companies/AAPL", "companies/{id}", StringComparison.Ordinal));
        var generic = walked.Select(path =>
            path.Contains("/statements/", StringComparison.Ordinal) ? "/api/v1/companies/{id}/statements/{statement}" : path);
        // A table as CSV is the same response in another format.
        var names = withData.Select(path => path.Name).Where(name => !name.EndsWith(ApiRoutes.CsvExtension, StringComparison.Ordinal));
        Assert.Equal(names.Order(), generic.Distinct().Order());
    }

    [Fact]
    public async Task Several_companies_at_a_point_in_time_equal_each_alone()
    {
        var several = await GetJsonAsync($"/api/v1/timeseries?companies=AAPL,NVDA&metrics=Revenue&periods=6&asOf={Day}");
        foreach (var company in several.GetProperty("companies").EnumerateArray())
        {
            var ticker = company.GetProperty("company").GetProperty("ticker").GetString();
            var alone = await GetJsonAsync($"/api/v1/companies/{ticker}/timeseries?metrics=Revenue&periods=6&asOf={Day}");
            Assert.Equal(Values(alone), Values(company));
        }
    }

    [Fact]
    public async Task The_newest_year_is_the_newest_then_on_file_and_unrestated()
    {
        var overview = await GetJsonAsync($"/api/v1/companies/AAPL/overview?asOf={Day}");
        Assert.Equal(65_824_000_000, overview.GetProperty("annual").GetProperty("metrics").GetProperty("OperatingCashFlow").GetInt64());
        Assert.Equal("FY2016", overview.GetProperty("annual").GetProperty("period").GetProperty("key").GetString());
        Assert.Equal("2017-05-03", overview.GetProperty("coverage").GetProperty("lastFiled").GetString());
    }

    private static string At(string request, string day) => $"/api/v1/{request}&asOf={day}";

    private static string Values(JsonElement series)
    {
        var points = series.GetProperty("metrics")[0].GetProperty("points").EnumerateArray();
        return string.Join(',', points.Select(point => point.GetProperty("value").GetRawText()));
    }

    /// <summary>Values of all members named <c>filed</c> or <c>lastFiled</c>, at any depth.</summary>
    private static IEnumerable<string> FiledDays(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member.Name is "filed" or "lastFiled" && member.Value.ValueKind == JsonValueKind.String
                ? [member.Value.GetString()!]
                : FiledDays(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(FiledDays),
        _ => [],
    };
}
