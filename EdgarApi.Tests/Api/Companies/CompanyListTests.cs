using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Companies;

public sealed class CompanyListTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    /// <summary>The SEC's company_tickers_exchange.json has 7,992 different CIKs, together with company_tickers.json 8,086.</summary>
    [Fact]
    public async Task Following_next_or_Link_pages_through_every_listed_company_once()
    {
        var ciks = new List<string?>();
        var next = "/api/v1/companies?limit=1000";
        while (next is not null)
        {
            using var response = await GetAsync(next);
            var page = await ReadJsonAsync(response);
            ciks.AddRange(page.GetProperty("companies").EnumerateArray().Select(company => company.GetProperty("cik").GetString()));
            next = page.GetProperty("next").GetString();
            Assert.Equal(next is null ? [] : [$"<{next}>; rel=\"next\""], GetHeader(response, "Link"));
            Assert.Equal([$"{page.GetProperty("total").GetInt32()}"], GetHeader(response, "X-Total-Count"));
        }
        Assert.InRange(ciks.Count, 7_992, 8_086);
        Assert.Equal(ciks.Count, ciks.Distinct().Count());
    }

    [Theory]
    [InlineData("sic=3571", "AAPL")]
    [InlineData("sic=3674&state=de", "NVDA")]
    [InlineData("loaded=true&exchange=nasdaq&state=CA", "AAPL")]
    [InlineData("query=alphabet&loaded=true", "GOOGL")]
    public async Task Filters_select_companies(string conditions, string ticker)
    {
        var page = await GetJsonAsync($"/api/v1/companies?{conditions}");
        Assert.Equal([ticker], page.GetProperty("companies").EnumerateArray().Select(company => company.GetProperty("ticker").GetString()));
        Assert.Equal(1, page.GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("exchange=LSE", "exchange", "must be one of Nasdaq, NYSE, OTC, CBOE")]
    [InlineData("sic=tech", "sic", "must be between 100 and 9999")]
    [InlineData("state=Delaware", "state", "must be a text of 1 to 2 characters")]
    [InlineData("loaded=yes", "loaded", "must be true or false")]
    [InlineData("cursor=2", "cursor", "is not a cursor of this list; take it from `next` of a response")]
    [InlineData("cursor=bm9uZQ", "cursor", "is not a cursor of this list; take it from `next` of a response")]
    public async Task An_invalid_condition_says_what_is_valid(string condition, string parameter, string error) => Assert.Equal(
        error,
        GetError(
            await GetProblemAsync($"/api/v1/companies?{condition}", HttpStatusCode.BadRequest, "invalid_parameter"), parameter));

    [Fact]
    public async Task The_first_call_of_the_README_is_answered_as_it_says()
    {
        var lines = await File.ReadAllLinesAsync(GetReadme(), Token);
        var answer = lines[Array.FindIndex(lines, line => line.Contains("companies?query=appel", StringComparison.Ordinal)) + 1];
        Assert.Equal(answer, (await GetJsonAsync("/api/v1/companies?query=appel&limit=1")).GetRawText());
    }

    private static string GetReadme([CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "../../..", "README.md");

    [Fact]
    public async Task A_cursor_and_an_offset_contradict_each_other()
    {
        var next = (await GetJsonAsync("/api/v1/companies/AAPL/filings?limit=2")).GetProperty("next").GetString();
        Assert.Contains("cursor=", next, StringComparison.Ordinal);
        var problem = await GetProblemAsync($"{next}&offset=2", HttpStatusCode.BadRequest, "invalid_parameter");
        Assert.Contains("use only one", GetError(problem, "cursor"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/companies/AAPL/filings?form=10-K&limit=2")]
    [InlineData("/api/v1/companies/AAPL/facts?concept=Assets&limit=2")]
    public async Task A_page_by_cursor_is_the_page_by_offset_also_from_the_cache(string first)
    {
        for (var round = 0; round < 2; round++)
        {
            using var response = await GetAsync(first);
            var page = await ReadJsonAsync(response);
            var next = page.GetProperty("next").GetString()!;
            Assert.Equal([$"<{next}>; rel=\"next\""], GetHeader(response, "Link"));
            Assert.Equal([$"{page.GetProperty("total").GetInt32()}"], GetHeader(response, "X-Total-Count"));
            Assert.Equal((await GetJsonAsync($"{first}&offset=2")).GetRawText(), (await GetJsonAsync(next)).GetRawText());
        }
    }

    [Fact]
    public async Task A_company_is_its_profile()
    {
        var profile = await GetJsonAsync("/api/v1/companies/aapl");
        Assert.Equal(
            ("0000320193", "AAPL", "Apple Inc.", "3571", "CA"),
            (Text("cik"), Text("ticker"), Text("name"), Text("sic"), Text("stateOfIncorporation")));
        Assert.Equal(
            profile.GetRawText(), (await GetJsonAsync("/api/v1/companies/AAPL/overview")).GetProperty("company").GetRawText());
        await GetProblemAsync("/api/v1/companies/APPL", HttpStatusCode.NotFound, "company_not_found");

        string? Text(string member) => profile.GetProperty(member).GetString();
    }

    [Fact]
    public async Task The_root_of_the_version_is_an_index_of_its_endpoints()
    {
        var index = await GetJsonAsync("/api/v1");
        var paths = index.GetProperty("endpoints").EnumerateArray()
            .ToDictionary(
                endpoint => endpoint.GetProperty("path").GetString()!, endpoint => endpoint.GetProperty("requiresKey").GetBoolean());
        var document = await GetJsonAsync(index.GetProperty("openApi").GetString()!);
        Assert.Equal(GetNames(document.GetProperty("paths")).Order(StringComparer.Ordinal), paths.Keys);
        Assert.Equal((false, true), (paths["/api/v1/companies/{id}"], paths["/api/v1/companies/{id}/facts"]));
        using var anonymous = await Anonymous.GetAsync(new Uri("/api/v1", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.OK, anonymous.StatusCode);
    }

    private static string[] GetHeader(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? [.. values] : [];
}
