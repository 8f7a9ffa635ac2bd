using System.Net;
using System.Text.Json;
using EdgarApi.Tests.Api.Csv;
using EdgarApi.Tests.Api.Windows;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Ratios;

/// <summary>Ratios of several companies: each part is that of the company's own endpoint.</summary>
public sealed class SeveralRatiosTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    private const string Ratios = "/api/v1/ratios";

    private static readonly string[] Companies = ["AAPL", "TSM", "GOOGL", "NVDA", "RY"];

    [Theory]
    [InlineData("fields=all&periods=12")]
    [InlineData("freq=quarterly&fields=all&periods=12")]
    [InlineData("freq=ttm&vintage=original&fields=NetMargin,CurrentRatio")]
    [InlineData("asOf=2022-06-30&to=2020-12-31")]
    public async Task Each_company_has_the_ratios_of_its_own_endpoint(string query)
    {
        var several = await GetJsonAsync($"{Ratios}?companies={string.Join(',', Companies)}&{query}");
        foreach (var ticker in Companies)
        {
            var part = SeveralCompanies.Find(several, ticker);
            using var alone = await GetAsync($"/api/v1/companies/{ticker}/ratios?{query}");
            var own = await ReadJsonAsync(alone);
            if (alone.StatusCode == HttpStatusCode.NotFound)
            {
                Assert.Equal("no_data", own.GetProperty("code").GetString());
                Assert.NotEmpty(part.GetProperty("reasonCode").GetString()!);
                continue;
            }

            Assert.False(part.TryGetProperty("reason", out _), ticker);
            SeveralCompanies.AssertSame(own, part, "company", "currency", "periods", "ratios");
            SeveralCompanies.AssertSame(own, several, "freq", "vintage", "asOf", "rulesVersion");
        }
    }

    [Fact]
    public async Task Following_next_yields_the_periods_of_each_company_alone()
    {
        string[] companies = ["AAPL", "GOOGL", "NVDA"];
        var pages = await WalkAsync($"{Ratios}?companies={string.Join(',', companies)}&freq=quarterly&periods=40&fields=NetMargin");
        Assert.Equal(2, pages.Count);
        foreach (var ticker in companies)
        {
            var alone = await WalkAsync($"/api/v1/companies/{ticker}/ratios?freq=quarterly&periods=40&fields=NetMargin");
            Assert.Equal(
                alone.SelectMany(SeveralCompanies.GetKeys),
                pages.SelectMany(page => SeveralCompanies.GetKeys(SeveralCompanies.Find(page, ticker))));
        }
    }

    [Fact]
    public async Task Calendar_lines_up_fiscal_years_of_different_companies()
    {
        var answer = await GetJsonAsync($"{Ratios}?companies=AAPL,NVDA,RY&periods=2&to=2025-02-01&calendar=true&fields=NetMargin");
        Assert.Equal(["CY2024", "CY2023"], GetTexts(answer.GetProperty("calendarPeriods")));
        foreach (var ticker in (string[])["AAPL", "NVDA", "RY"])
        {
            var part = SeveralCompanies.Find(answer, ticker);
            Assert.Equal(["CY2024", "CY2023"], SeveralCompanies.GetCalendarPeriods(part));
            var own = await GetJsonAsync($"/api/v1/companies/{ticker}/ratios?periods=2&to=2025-02-01&calendar=true&fields=NetMargin");
            SeveralCompanies.AssertSame(own, part, "periods", "ratios");
        }
    }

    [Theory]
    [InlineData("freq=quarterly&companies=AAPL,GOOGL&asOf=2012-12-31", "GOOGL", "noPeriods", "has no quarters as of 2012-12-31")]
    [InlineData("companies=AAPL,KO", "KO", "notLoaded", "is not loaded")]
    [InlineData("companies=AAPL,GOOGL&to=2012-12-31", "GOOGL", "outsideWindow", "has no annual periods in this window")]
    public async Task A_company_that_drops_out_is_named_with_a_reason(string query, string ticker, string code, string text)
    {
        var answer = await GetJsonAsync($"{Ratios}?{query}");
        var part = SeveralCompanies.Find(answer, ticker);
        Assert.Equal(code, part.GetProperty("reasonCode").GetString());
        Assert.EndsWith(text, part.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal((JsonValueKind.Null, 0), (part.GetProperty("currency").ValueKind, part.GetProperty("ratios").GetArrayLength()));

        var note = answer.GetProperty("notes").EnumerateArray().Single();
        Assert.Equal("companiesWithoutRatios", note.GetProperty("code").GetString());
        Assert.Equal([ticker], GetTexts(note.GetProperty("companies")));

        var row = CsvTable.Read(await GetCsvAsync($"{Ratios}?{query}")).Records.Single(row => row["reasonCode"] == code);
        Assert.Equal((ticker, "", ""), (row["company"], row["metric"], row["value"]));
    }

    [Fact]
    public async Task If_all_companies_drop_out_the_problem_has_the_reasons()
    {
        const string Address = $"{Ratios}?companies=GOOGL,KO&freq=quarterly&asOf=2012-12-31";
        var problem = await GetProblemAsync(Address, HttpStatusCode.NotFound, "no_data");
        var detail = problem.GetProperty("detail").GetString()!;
        Assert.Contains("has no quarters", detail, StringComparison.Ordinal);
        Assert.Contains("is not loaded", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Different_currencies_matter_to_operands_only()
    {
        var note = (await GetJsonAsync($"{Ratios}?companies=TSM,AAPL&periods=1&fields=operands")).GetProperty("notes").EnumerateArray()
            .Single();
        Assert.Equal("noCommonCurrency", note.GetProperty("code").GetString());
        Assert.Equal(0, (await GetJsonAsync($"{Ratios}?companies=TSM,AAPL&periods=1")).GetProperty("notes").GetArrayLength());
    }

    [Fact]
    public async Task CSV_has_the_rows_of_each_companys_own_long_shape()
    {
        const string Query = "periods=2&fields=NetMargin,CurrentRatio";
        var several = CsvTable.Read(await GetCsvAsync($"{Ratios}?companies=AAPL,RY&{Query}"));
        var apple = CsvTable.Read(await GetCsvAsync($"/api/v1/companies/AAPL/ratios?{Query}&shape=long"));
        var bank = CsvTable.Read(await GetCsvAsync($"/api/v1/companies/RY/ratios?{Query}&shape=long"));
        Assert.Equal(apple.Columns, several.Columns);
        Assert.Equal(apple.Rows.Concat(bank.Rows), several.Rows);
    }

    private async Task<List<JsonElement>> WalkAsync(string? address)
    {
        var pages = new List<JsonElement>();
        for (; address is not null; address = pages[^1].GetProperty("next").GetString()) pages.Add(await GetJsonAsync(address));
        return pages;
    }
}
