using System.Net;
using System.Text.Json;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.TimeSeries;

/// <summary>Pages, calendar alignment and notes of time series of several companies.</summary>
public sealed class SeveralTimeSeriesTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    private const string Several = "/api/v1/timeseries?metrics=Revenue,NetIncome";

    [Fact]
    public async Task Following_next_yields_the_points_of_each_company_alone()
    {
        const string Query = "freq=quarterly&growth=true&periods=40";
        var pages = await WalkAsync($"{Several}&companies=AAPL,GOOGL,NVDA&{Query}");

        Assert.Equal(2, pages.Count);
        foreach (var (index, ticker) in new[] { "AAPL", "GOOGL", "NVDA" }.Index())
        {
            var alone = new List<string>();
            for (var next = $"/api/v1/companies/{ticker}/timeseries?metrics=Revenue,NetIncome&{Query}"; next is not null;)
            {
                var page = await GetJsonAsync(next);
                alone.InsertRange(0, GetPoints(page, 0));
                next = page.GetProperty("next").GetString();
            }
            Assert.Equal(alone, Enumerable.Reverse(pages).SelectMany(page => GetPoints(Company(page, index), 0)));
            Assert.Equal(alone.Distinct(), alone);
        }
    }

    [Fact]
    public async Task A_company_whose_history_ends_earlier_says_so_on_the_later_pages()
    {
        // Alphabet's facts begin with the successor of 2015, Apple's years in 2007.
        var pages = await WalkAsync($"{Several}&companies=GOOGL,AAPL&periods=16");
        var last = Company(pages[^1], 0);
        Assert.Equal("outsideWindow", last.GetProperty("reasonCode").GetString());
        Assert.Equal(0, last.GetProperty("metrics").GetArrayLength());
        Assert.NotEmpty(GetPoints(Company(pages[^1], 1), 0));
    }

    [Fact]
    public async Task Calendar_lines_up_fiscal_years_of_different_companies()
    {
        var answer = await GetJsonAsync($"{Several}&companies=AAPL,NVDA,RY&periods=2&to=2025-02-01&calendar=true");

        Assert.Equal(["CY2023", "CY2024"], GetTexts(answer.GetProperty("calendarPeriods")));
        foreach (var (index, ends) in new[] { "2023-09-30 2024-09-28", "2024-01-28 2025-01-26", "2023-10-31 2024-10-31" }.Index())
        {
            var points = Company(answer, index).GetProperty("metrics")[0].GetProperty("points").EnumerateArray().ToList();
            Assert.Equal(["CY2023", "CY2024"], points.Select(point => point.GetProperty("calendarPeriod").GetString()));
            Assert.Equal(ends.Split(' '), points.Select(point => point.GetProperty("end").GetString()));
            Assert.Empty(Company(answer, index).GetProperty("missingPeriods").EnumerateArray());
        }
    }

    [Fact]
    public async Task Pages_by_calendar_period_have_every_calendar_period_once_and_name_those_that_a_company_lacks()
    {
        var pages = await WalkAsync($"{Several}&companies=AAPL,GOOGL&freq=quarterly&periods=11&calendar=true");
        var periods = Enumerable.Reverse(pages).SelectMany(page => GetTexts(page.GetProperty("calendarPeriods"))).ToList();

        // Apple's calendar quarters begin with that of June 2008. Its fourth quarter of that year cannot be derived.
        Assert.Equal("CY2008Q2", periods[0]);
        Assert.Equal("CY2008Q4", periods[1]);
        Assert.Equal(periods.Distinct(), periods);
        Assert.Equal(71, periods.Count);
        Assert.All(pages.SkipLast(1), page => Assert.Equal(11, page.GetProperty("calendarPeriods").GetArrayLength()));
        foreach (var page in pages)
        {
            var google = Company(page, 1);
            var shown = google.GetProperty("metrics").EnumerateArray().Take(1).SelectMany(metric =>
                metric.GetProperty("points").EnumerateArray().Select(point => point.GetProperty("calendarPeriod").GetString()));
            Assert.Equal(
                GetTexts(page.GetProperty("calendarPeriods")),
                shown.Concat(GetTexts(google.GetProperty("missingPeriods"))).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Companies_without_a_common_currency_are_named()
    {
        var note = Notes(await GetJsonAsync($"{Several}&companies=TSM,AAPL&periods=1")).Single();
        Assert.Equal("noCommonCurrency", note.GetProperty("code").GetString());
        Assert.Equal("amounts are not converted: TSM in TWD; AAPL in USD", note.GetProperty("text").GetString());
        Assert.Equal(["TSM", "AAPL"], GetTexts(note.GetProperty("companies")));

        Assert.Empty(Notes(await GetJsonAsync($"{Several}&companies=NVDA,AAPL&periods=1")));
        // Numbers of shares compare in any currency.
        Assert.Empty(Notes(await GetJsonAsync("/api/v1/timeseries?metrics=SharesBasic&companies=TSM,AAPL&periods=1")));
    }

    [Theory]
    [InlineData("companies=AAPL,TSM&freq=quarterly", "TSM", "noPeriods", "has no quarters")]
    [InlineData("companies=AAPL,KO", "KO", "notLoaded", "is not loaded")]
    [InlineData("companies=AAPL,GOOGL&to=2012-12-31", "GOOGL", "outsideWindow", "has no annual values in this window")]
    public async Task A_company_that_drops_out_is_named_with_a_reason(string query, string ticker, string code, string text)
    {
        var answer = await GetJsonAsync($"{Several}&{query}");
        var company = Company(answer, 1);
        Assert.Equal(code, company.GetProperty("reasonCode").GetString());
        Assert.EndsWith(text, company.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal((JsonValueKind.Null, 0), (company.GetProperty("currency").ValueKind, company.GetProperty("metrics").GetArrayLength()));
        Assert.False(Company(answer, 0).TryGetProperty("reason", out _));

        var note = Notes(answer).Single();
        Assert.Equal("companiesWithoutSeries", note.GetProperty("code").GetString());
        Assert.Equal([ticker], GetTexts(note.GetProperty("companies")));

        var row = (await GetCsvAsync($"{Several}&{query}")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[^1];
        Assert.Contains($",{ticker},", row, StringComparison.Ordinal);
        Assert.Contains($",{code},", row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_metric_that_a_company_does_not_have_is_no_missing_quarter()
    {
        var answer = await GetJsonAsync("/api/v1/timeseries?metrics=CostOfRevenue&companies=AAPL,RY");
        Assert.Equal("noValues", Company(answer, 1).GetProperty("reasonCode").GetString());
    }

    [Fact]
    public async Task If_all_companies_drop_out_the_problem_has_the_reasons()
    {
        var problem = await GetProblemAsync($"{Several}&companies=TSM,KO&freq=quarterly", HttpStatusCode.NotFound, "no_data");
        var detail = problem.GetProperty("detail").GetString()!;
        Assert.Contains("has no quarters", detail, StringComparison.Ordinal);
        Assert.Contains("is not loaded", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Growth_of_the_oldest_of_forty_quarters_is_known()
    {
        var answer = await GetJsonAsync($"{Several}&companies=AAPL&freq=quarterly&periods=40&growth=true");
        var oldest = Company(answer, 0).GetProperty("metrics")[0].GetProperty("points")[0];
        // 42,358 million after 49,605 million in the June quarter before.
        Assert.Equal(("2016Q3", "-0.1461"), (oldest.GetProperty("key").GetString(), oldest.GetProperty("growth").GetRawText()));
    }

    private async Task<List<JsonElement>> WalkAsync(string? address)
    {
        var pages = new List<JsonElement>();
        for (; address is not null; address = pages[^1].GetProperty("next").GetString()) pages.Add(await GetJsonAsync(address));
        return pages;
    }

    private static JsonElement Company(JsonElement answer, int index) => answer.GetProperty("companies")[index];

    private static List<JsonElement> Notes(JsonElement answer) => [.. answer.GetProperty("notes").EnumerateArray()];

    private static List<string> GetPoints(JsonElement series, int metric) => series.GetProperty("metrics").GetArrayLength() <= metric
        ? []
        : [.. series.GetProperty("metrics")[metric].GetProperty("points").EnumerateArray().Select(point => point.GetRawText())];
}
