using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Filings;

public sealed class FilingsApiTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    [Fact]
    public async Task A_page_has_the_members_of_the_contract_and_links_to_sec_gov()
    {
        var page = await GetJsonAsync("/api/v1/companies/AAPL/filings?form=10-k&limit=2");
        Assert.Equal(["company", "total", "limit", "offset", "next", "filings"], GetNames(page));
        Assert.Equal(
            """{"accession":"0000320193-25-000079","form":"10-K","filed":"2025-10-31","reportDate":"2025-09-27","items":"",""" +
            "\"url\":\"https://www.sec.gov/Archives/edgar/data/320193/000032019325000079/aapl-20250927.htm\"}",
            page.GetProperty("filings")[0].GetRawText());
        Assert.Equal(
            "/api/v1/companies/AAPL/filings?form=10-K&limit=2&offset=2".ToUpperInvariant(),
            page.GetProperty("next").GetString()!.ToUpperInvariant());
    }

    [Fact]
    public async Task Date_ranges_include_both_ends()
    {
        var page = await GetJsonAsync("/api/v1/companies/AAPL/filings?from=2025-10-31&to=2025-10-31&form=10-K");
        Assert.Equal(1, page.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_form_without_filings_is_an_empty_page() =>
        Assert.Equal(0, (await GetJsonAsync("/api/v1/companies/AAPL/filings?form=20-F")).GetProperty("total").GetInt32());

    [Fact]
    public async Task CSV_has_one_row_per_filing()
    {
        var rows = (await GetCsvAsync("/api/v1/companies/AAPL/filings?form=10-K&limit=1")).Split("\r\n");
        Assert.Equal("accession,form,filed,reportDate,items,url", rows[0]);
        Assert.StartsWith("0000320193-25-000079,10-K,2025-10-31,2025-09-27,,https://www.sec.gov/", rows[1], StringComparison.Ordinal);
    }
}
