using System.Net;
using System.Text.Json;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Filings;

public sealed class FilingsApiTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    [Fact]
    public async Task A_page_has_the_members_of_the_contract_and_links_to_sec_gov()
    {
        var page = await GetJsonAsync("/api/v1/companies/AAPL/filings?form=10-k&limit=2");
        Assert.Equal(["company", "total", "oldest", "limit", "offset", "next", "filings"], GetNames(page));
        Assert.Equal(
            """{"accession":"0000320193-25-000079","form":"10-K","filed":"2025-10-31","reportDate":"2025-09-27","items":"",""" +
            "\"url\":\"https://www.sec.gov/Archives/edgar/data/320193/000032019325000079/aapl-20250927.htm\"}",
            page.GetProperty("filings")[0].GetRawText());
        Assert.StartsWith(
            "/api/v1/companies/AAPL/filings?form=10-K&limit=2&cursor=", page.GetProperty("next").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Date_ranges_include_both_ends()
    {
        var page = await GetJsonAsync("/api/v1/companies/AAPL/filings?from=2025-10-31&to=2025-10-31&form=10-K");
        Assert.Equal(1, page.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Several_forms_are_answered_together()
    {
        var both = await GetJsonAsync("/api/v1/companies/AAPL/filings?form=10-q,10-K&limit=1000");
        Assert.Equal(["10-K", "10-Q"], GetForms(both).Distinct().Order(StringComparer.Ordinal));
        var alone = new List<int>();
        foreach (var form in (string[])["10-K", "10-Q"])
            alone.Add((await GetJsonAsync($"/api/v1/companies/AAPL/filings?form={form}")).GetProperty("total").GetInt32());
        Assert.Equal(alone.Sum(), both.GetProperty("total").GetInt32());
        Assert.Equal(
            both.GetRawText(), (await GetJsonAsync("/api/v1/companies/AAPL/filings?form=10-K&form=10-Q&limit=1000")).GetRawText());
    }

    [Theory]
    [InlineData("10K", "has no filings of the form 10K. Did you mean 10-K?")]
    [InlineData("10q,8k", "has no filings of the form 10Q or 8K. Did you mean 10-Q or 8-K?")]
    [InlineData("20-F", "has no filings of the form 20-F.")]
    public async Task Forms_that_the_company_has_never_filed_are_a_404_with_those_that_it_has(string forms, string detail)
    {
        var problem = await GetProblemAsync($"/api/v1/companies/AAPL/filings?form={forms}", HttpStatusCode.NotFound, "no_data");
        Assert.Contains(detail, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("10-K", GetTexts(problem.GetProperty("available").GetProperty("forms")));
    }

    [Fact]
    public async Task A_form_that_was_filed_at_other_times_is_an_empty_page() => Assert.Equal(
        0, (await GetJsonAsync("/api/v1/companies/AAPL/filings?form=10-K&to=2015-06-30")).GetProperty("total").GetInt32());

    /// <summary>Apple's submissions file has 1,000 filings, the oldest of 2015-04-27, and names a page with older ones.</summary>
    [Fact]
    public async Task An_answer_says_how_far_back_the_filings_go()
    {
        var page = await GetJsonAsync("/api/v1/companies/AAPL/filings?form=10-K");
        Assert.Equal("2015-04-27", page.GetProperty("oldest").GetString());
    }

    private static IEnumerable<string?> GetForms(JsonElement page) =>
        page.GetProperty("filings").EnumerateArray().Select(filing => filing.GetProperty("form").GetString());

    [Fact]
    public async Task CSV_has_one_row_per_filing()
    {
        var rows = (await GetCsvAsync("/api/v1/companies/AAPL/filings?form=10-K&limit=1")).Split("\r\n");
        Assert.Equal("accession,form,filed,reportDate,items,url", rows[0]);
        Assert.StartsWith("0000320193-25-000079,10-K,2025-10-31,2025-09-27,,https://www.sec.gov/", rows[1], StringComparison.Ordinal);
    }
}
