using System.Net;
using System.Text.Json;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Windows;

/// <summary>Windows of periods: from and to, pages, and the cursor that leads from one to the next.</summary>
public sealed class WindowTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    private const string Companies = "/api/v1/companies/";
    private const string Income = Companies + "AAPL/statements/income";

    [Theory]
    [InlineData("AAPL/statements/income?freq=quarterly&fields=Revenue,EpsDiluted", "lines", 40)]
    [InlineData("AAPL/statements/cashflow?freq=ttm&fields=all&vintage=original&adjusted=false", "lines", 25)]
    [InlineData("GOOGL/statements/balance?freq=quarterly&view=reported", "lines", 20)]
    [InlineData("NVDA/ratios?freq=quarterly&fields=NetMargin,operands", "ratios", 30)]
    public async Task Following_next_yields_every_column_once_with_the_values_of_a_page_of_40(string path, string rows, int size)
    {
        var large = await GetJsonAsync($"{Companies}{path}&periods=40");
        var pages = await WalkAsync($"{Companies}{path}&periods={size}");

        var keys = pages.SelectMany(page => GetKeys(page, "periods")).ToList();
        Assert.Equal(keys.Distinct(), keys);
        Assert.True(keys.Count > 40, $"{keys.Count} periods");
        Assert.Equal(GetKeys(large, "periods"), keys.Take(40));
        var ends = pages.SelectMany(page => page.GetProperty("periods").EnumerateArray()).Select(End).ToList();
        // Apple restated its year 2008, but not the nine months, so that year has no fourth quarter.
        Assert.NotEmptyAndAll(
            ends.Where(end => end.Year > 2009).Zip(ends.Skip(1)),
            pair => Assert.InRange(pair.First.DayNumber - pair.Second.DayNumber, 80, 100));

        var values = pages.SelectMany(page => GetColumns(page, rows)).Take(40).ToList();
        Assert.Equal(GetColumns(large, rows).Select(Comparable), values.Select(Comparable));
    }

    [Fact]
    public async Task Following_next_yields_every_point_of_a_time_series_once()
    {
        const string Series = Companies + "AAPL/timeseries?metrics=Revenue,Assets&freq=quarterly&growth=true";
        var pages = await WalkAsync($"{Series}&periods=30");
        for (var metric = 0; metric < 2; metric++)
        {
            var points = Enumerable.Reverse(pages).SelectMany(page => GetPoints(page, metric)).ToList();
            // The fourth quarter of 2008 has assets, but no revenue.
            Assert.Equal(72, points.Count);
            Assert.Equal(points.Select(Key).Distinct(), points.Select(Key));
            var large = GetPoints(await GetJsonAsync($"{Series}&periods=40"), metric);
            Assert.Equal(large.Select(point => point.GetRawText()), points.TakeLast(40).Select(point => point.GetRawText()));
        }
    }

    [Fact]
    public async Task From_and_to_select_by_period_end_inclusive()
    {
        var statement = await GetJsonAsync($"{Income}?freq=quarterly&from=2015-03-28&to=2015-12-26&periods=40");
        Assert.Equal(["2016Q1", "2015Q4", "2015Q3", "2015Q2"], GetKeys(statement, "periods"));
        Assert.Equal(JsonValueKind.Null, statement.GetProperty("next").ValueKind);

        var series = await GetJsonAsync($"{Companies}AAPL/timeseries?metrics=Revenue&from=2010-01-01&to=2012-12-31");
        Assert.Equal(["FY2010", "FY2011", "FY2012"], GetPoints(series, 0).Select(Key));
        var ratios = await GetJsonAsync($"{Companies}AAPL/ratios?to=2012-12-31&periods=1");
        Assert.Equal(["FY2012"], GetKeys(ratios, "periods"));
        Assert.Equal(["FY2011"], GetKeys(await GetJsonAsync(Next(ratios)!), "periods"));
    }

    [Fact]
    public async Task A_page_within_bounds_leads_to_the_rest_of_them_only()
    {
        var pages = await WalkAsync($"{Income}?from=2018-01-01&to=2022-12-31&periods=2");
        Assert.Equal(
            [["FY2022", "FY2021"], ["FY2020", "FY2019"], ["FY2018"]], pages.Select(page => GetKeys(page, "periods").ToArray()));
    }

    [Fact]
    public async Task CSV_and_JSON_have_the_next_page_in_the_Link_header_on_every_cache_level()
    {
        var address = $"{Income}?freq=quarterly&periods=33&fields=Revenue";
        using var json = await GetAsync(address);
        var next = Next(await ReadJsonAsync(json))!;
        Assert.Equal($"<{next}>; rel=\"next\"", Link(json));
        using var hit = await GetAsync(address);
        Assert.Equal(("hit-l1", Link(json)), (string.Concat(hit.Headers.GetValues("X-Cache")), Link(hit)));

        using var csv = await GetAsync(address, ("Accept", "text/csv"));
        var nextCsv = next.Insert(next.IndexOf('?', StringComparison.Ordinal), ".csv");
        Assert.Equal($"<{nextCsv}>; rel=\"next\"", Link(csv));
        using var second = await GetAsync(nextCsv);
        Assert.Equal("text/csv", second.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("id,label,unit,2018Q1,", await second.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_page_has_no_Link_header()
    {
        using var response = await GetAsync($"{Income}?from=2024-01-01&periods=40");
        Assert.False(response.Headers.Contains("Link"));
        Assert.Null(Next(await ReadJsonAsync(response)));
    }

    [Fact]
    public async Task Windows_and_pages_have_ETags_of_their_own()
    {
        var next = Next(await GetJsonAsync(Income))!;
        string[] addresses =
        [
            Income, $"{Income}?from=2010-01-01", $"{Income}?to=2024-01-01", $"{Income}?from=2010-01-01&to=2024-01-01",
            $"{Income}?calendar=true", next,
        ];
        var tags = new List<string>();
        foreach (var address in addresses)
        {
            using var response = await GetAsync(address);
            tags.Add(response.Headers.ETag!.Tag);
            using var again = await GetAsync(address, ("If-None-Match", tags[^1]));
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        }
        Assert.Equal(tags.Distinct(), tags);
    }

    [Theory]
    [InlineData("from=2024-02-30", "from", "must be a date in the format YYYY-MM-DD")]
    [InlineData("to=yesterday", "to", "must be a date in the format YYYY-MM-DD")]
    [InlineData("from=2024-01-01&to=2023-12-31", "to", "must not be before from")]
    [InlineData("cursor=AQ", "cursor", "is not a cursor of this API; use the URL in `next` unchanged")]
    [InlineData("cursor=not*base64", "cursor", "is not a cursor of this API; use the URL in `next` unchanged")]
    [InlineData("calendar=maybe", "calendar", "must be true or false")]
    public async Task An_invalid_window_is_a_400_that_names_the_parameter(string query, string parameter, string error)
    {
        foreach (var path in (string[])["statements/income?", "ratios?", "timeseries?metrics=Revenue&"])
        {
            var problem = await GetProblemAsync($"{Companies}AAPL/{path}{query}", HttpStatusCode.BadRequest, "invalid_parameter");
            Assert.Equal(error, GetError(problem, parameter));
        }
    }

    [Theory]
    [InlineData(Income + "?periods=3")]
    [InlineData(Income + "?fields=Revenue")]
    [InlineData(Income + "?freq=quarterly")]
    [InlineData(Income + "?vintage=original")]
    [InlineData(Income + "?from=2010-01-01")]
    [InlineData(Companies + "NVDA/statements/income?periods=4")]
    [InlineData(Companies + "AAPL/statements/cashflow?periods=4")]
    [InlineData(Companies + "AAPL/ratios?periods=4")]
    [InlineData(Companies + "AAPL/timeseries?metrics=Revenue")]
    [InlineData("/api/v1/timeseries?companies=AAPL&metrics=Revenue")]
    public async Task A_cursor_of_another_request_is_a_400(string address)
    {
        var cursor = GetCursor(Next(await GetJsonAsync(Income))!);
        var problem = await GetProblemAsync($"{address}&cursor={cursor}", HttpStatusCode.BadRequest, "invalid_parameter");
        Assert.Equal("belongs to a request with other parameters; use the URL in `next` unchanged", GetError(problem, "cursor"));
    }

    [Fact]
    public async Task A_changed_cursor_is_a_400()
    {
        var cursor = GetCursor(Next(await GetJsonAsync(Income))!);
        for (var i = 0; i < cursor.Length; i++)
        {
            var changed = cursor[..i] + (cursor[i] == 'A' ? 'B' : 'A') + cursor[(i + 1)..];
            await GetProblemAsync($"{Income}?cursor={changed}", HttpStatusCode.BadRequest, "invalid_parameter");
        }
    }

    [Fact]
    public async Task A_window_without_periods_is_a_404_that_names_it()
    {
        foreach (var path in (string[])["statements/income?", "ratios?", "timeseries?metrics=Revenue&"])
        {
            var problem = await GetProblemAsync(
                $"{Companies}AAPL/{path}from=1990-01-01&to=1995-12-31", HttpStatusCode.NotFound, "no_data");
            Assert.Contains("1990-01-01 to 1995-12-31", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Calendar_adds_the_SECs_frame_to_each_column()
    {
        Assert.Equal(["CY2025", "CY2024"], await GetCalendarAsync("NVDA/statements/income?periods=2"));
        Assert.Equal(["CY2025Q4I", "CY2024Q4I"], await GetCalendarAsync("NVDA/statements/balance?periods=2"));
        Assert.Equal(["CY2025Q3", "CY2025Q2"], await GetCalendarAsync("NVDA/ratios?freq=quarterly&periods=2&to=2025-11-01"));
        Assert.Equal(["CY2025Q3"], await GetCalendarAsync("AAPL/statements/income?freq=ttm&periods=1&to=2025-10-01"));
        var series = await GetJsonAsync($"{Companies}NVDA/timeseries?metrics=Assets&periods=1&calendar=true");
        Assert.Equal("CY2025", GetPoints(series, 0).Single().GetProperty("calendarPeriod").GetString());
        Assert.StartsWith(
            "id,label,unit,FY2025 CY2025,",
            await GetCsvAsync($"{Income}?calendar=true&periods=2&fields=Revenue"), StringComparison.Ordinal);
    }

    private async Task<IEnumerable<string?>> GetCalendarAsync(string path) =>
        (await GetJsonAsync($"{Companies}{path}&calendar=true")).GetProperty("periods").EnumerateArray()
            .Select(period => period.GetProperty("calendarPeriod").GetString());

    private async Task<List<JsonElement>> WalkAsync(string? address)
    {
        var pages = new List<JsonElement>();
        for (; address is not null; address = Next(pages[^1])) pages.Add(await GetJsonAsync(address));
        return pages;
    }

    /// <summary>The cells of a page, column by column: line and value. Pages leave out lines without a value.</summary>
    private static IEnumerable<List<(string Id, string Value)>> GetColumns(JsonElement page, string rows)
    {
        var lines = page.GetProperty(rows).EnumerateArray().ToList();
        for (var i = 0; i < page.GetProperty("periods").GetArrayLength(); i++)
            yield return
            [
                .. lines.Select(line => (line.GetProperty("id").GetString()!, line.GetProperty("values")[i].GetRawText()))
                    .Where(cell => cell.Item2 != "null"),
            ];
    }

    private static string Comparable(List<(string Id, string Value)> column) => string.Join(';', column);

    private static IEnumerable<string?> GetKeys(JsonElement page, string list) => page.GetProperty(list).EnumerateArray().Select(Key);

    private static List<JsonElement> GetPoints(JsonElement page, int metric) =>
        [.. page.GetProperty("metrics")[metric].GetProperty("points").EnumerateArray()];

    private static string? Key(JsonElement element) => element.GetProperty("key").GetString();

    private static DateOnly End(JsonElement period) => DateOnly.Parse(period.GetProperty("end").GetString()!);

    private static string? Next(JsonElement page) => page.GetProperty("next").GetString();

    private static string GetCursor(string next) => next.Split("cursor=")[1].Split('&')[0];

    private static string Link(HttpResponseMessage response) => string.Concat(response.Headers.GetValues("Link"));
}
