using System.Net;
using System.Text.Json;
using EdgarApi.Financials.Facts;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Facts;

public sealed class FactsApiTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    private const string NetIncome = "/api/v1/companies/AAPL/facts?concept=us-gaap:NetIncomeLoss";

    [Fact]
    public async Task A_page_has_the_members_of_the_contract_and_the_newest_filing_first()
    {
        var page = await GetJsonAsync(NetIncome);

        Assert.Equal(["company", "total", "limit", "offset", "next", "facts"], GetNames(page));
        var facts = page.GetProperty("facts").EnumerateArray().ToList();
        Assert.Equal(100, facts.Count);
        Assert.Equal(
            [
                "taxonomy", "concept", "label", "unit", "start", "end", "value", "accession", "form", "filed", "fiscalYear", "fiscalPeriod",
                "frame",
            ],
            GetNames(facts[0]));
        Assert.Equal(facts.Select(Filed).OrderDescending(StringComparer.Ordinal), facts.Select(Filed));
    }

    [Fact]
    public async Task Following_next_returns_every_fact_once()
    {
        var rows = new List<string>();
        var next = $"{NetIncome}&limit=150";
        var total = 0;
        while (next is not null)
        {
            var page = await GetJsonAsync(next);
            total = page.GetProperty("total").GetInt32();
            rows.AddRange(page.GetProperty("facts").EnumerateArray().Select(fact => fact.GetRawText()));
            next = page.GetProperty("next").GetString();
        }
        Assert.Equal((total, total), (rows.Count, rows.Distinct().Count()));
        Assert.Equal(
            CompanyFacts.Parse(EdgarData.CompanyFacts(320193)).Query(new FactQuery { Concept = "NetIncomeLoss" }, 0, 1).Total,
            total);
    }

    [Theory]
    [InlineData("unit=usd/shares", "unit", "USD/shares")]
    [InlineData("taxonomy=DEI", "taxonomy", "dei")]
    [InlineData("form=10-k", "form", "10-K")]
    [InlineData("fiscalPeriod=q2", "fiscalPeriod", "Q2")]
    [InlineData("concept=earningspersharebasic", "concept", "EarningsPerShareBasic")]
    public async Task Filters_ignore_case(string condition, string member, string value)
    {
        var facts = (await GetJsonAsync($"/api/v1/companies/AAPL/facts?{condition}")).GetProperty("facts").EnumerateArray().ToList();
        Assert.NotEmpty(facts);
        Assert.NotEmptyAndAll(facts, fact => Assert.Equal(value, fact.GetProperty(member).GetString()));
    }

    [Fact]
    public async Task Several_forms_are_answered_together()
    {
        var page = await GetJsonAsync($"{NetIncome}&form=10-k,10-Q&limit=1000");
        Assert.Equal(["10-K", "10-Q"], page.GetProperty("facts").EnumerateArray()
            .Select(fact => fact.GetProperty("form").GetString()).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_form_that_reports_no_facts_is_a_404_with_those_that_do()
    {
        var problem = await GetProblemAsync("/api/v1/companies/AAPL/facts?form=10K", HttpStatusCode.NotFound, "no_data");
        Assert.Contains(
            "has no filings of the form 10K. Did you mean 10-K?", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("10-Q", GetTexts(problem.GetProperty("available").GetProperty("forms")));
    }

    [Fact]
    public async Task Date_ranges_filter_by_period_end_and_by_filing_date()
    {
        var page = await GetJsonAsync(
            $"{NetIncome}&from=2024-01-01&to=2024-12-31&filedFrom=2025-01-01&filedTo=2025-12-31&fiscalYear=2025");
        var facts = page.GetProperty("facts").EnumerateArray().ToList();
        Assert.NotEmpty(facts);
        Assert.NotEmptyAndAll(
            facts,
            fact => Assert.True(
                fact.GetProperty("end").GetString()!.StartsWith("2024", StringComparison.Ordinal)
                && Filed(fact).StartsWith("2025", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Instants_have_no_start() =>
        Assert.False(
            (await GetJsonAsync("/api/v1/companies/AAPL/facts?concept=Assets&limit=1"))
                .GetProperty("facts")[0]
                .TryGetProperty("start", out _));

    [Fact]
    public async Task Facts_of_other_years_only_are_an_empty_page_not_a_missing_concept()
    {
        var page = await GetJsonAsync($"{NetIncome}&filedFrom=1995-01-01&filedTo=1995-12-31");
        Assert.Equal(
            (0, 0, JsonValueKind.Null),
            (page.GetProperty("total").GetInt32(), page.GetProperty("facts").GetArrayLength(), page.GetProperty("next").ValueKind));
    }

    [Fact]
    public async Task A_long_page_is_complete_and_has_a_Content_Length()
    {
        var address = new Uri("/api/v1/companies/AAPL/facts?limit=1000", UriKind.Relative);
        using var response = await Client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, Token);
        Assert.InRange(response.Content.Headers.ContentLength!.Value, 100_000, 1_000_000);
        Assert.Equal(1000, (await ReadJsonAsync(response)).GetProperty("facts").GetArrayLength());
    }

    [Fact]
    public async Task CSV_has_the_same_rows_and_digits()
    {
        var page = await GetJsonAsync($"{NetIncome}&limit=1000");
        var rows = (await GetCsvAsync($"{NetIncome}&limit=1000")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("taxonomy,concept,label,unit,start,end,value,accession,form,filed,fiscalYear,fiscalPeriod,frame", rows[0]);
        Assert.Equal(
            page.GetProperty("facts")
                .EnumerateArray().Select(fact => $"{fact.GetProperty("value").GetRawText()},{fact.GetProperty("accession").GetString()}"),
            rows.Skip(1).Select(row => string.Join(',', row.Split(',')[6..8])));
    }

    private static string Filed(JsonElement fact) => fact.GetProperty("filed").GetString()!;
}
