using System.Net;
using System.Text.Json;
using EdgarApi.Tests.Api.Caching;
using EdgarApi.Tests.Api.Csv;
using EdgarApi.Tests.Api.Windows;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Statements;

/// <summary>A statement of several companies: each part is that of the company's own endpoint.</summary>
public sealed class SeveralStatementsTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    private const string Income = "/api/v1/statements/income";

    private static readonly string[] Companies = ["AAPL", "TSM", "GOOGL", "NVDA", "RY"];

    public static TheoryData<string, string> Requests
    {
        get
        {
            var requests = new TheoryData<string, string>();
            foreach (var statement in (string[])["income", "balance", "cashflow"])
            {
                foreach (var freq in (string[])["annual", "quarterly", "ttm"])
                    requests.Add(statement, $"freq={freq}&fields=all&periods=12");
                requests.Add(statement, "to=2023-12-31&vintage=original&adjusted=false");
                requests.Add(statement, "annual=false&asOf=2022-06-30&periods=2&fields=essential,checks");
            }
            requests.Add("income", "fields=Revenue,EpsDiluted,sources");
            return requests;
        }
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Each_company_has_the_statement_of_its_own_endpoint(string statement, string query)
    {
        var several = await GetJsonAsync($"/api/v1/statements/{statement}?companies={string.Join(',', Companies)}&{query}");
        Assert.Equal(
            Companies,
            several.GetProperty("companies").EnumerateArray()
                .Select(part => part.GetProperty("company").GetProperty("ticker").GetString()));
        foreach (var ticker in Companies)
        {
            var part = SeveralCompanies.Find(several, ticker);
            using var alone = await GetAsync($"/api/v1/companies/{ticker}/statements/{statement}?{query}");
            var own = await ReadJsonAsync(alone);
            if (alone.StatusCode == HttpStatusCode.NotFound)
            {
                Assert.Equal("no_data", own.GetProperty("code").GetString());
                Assert.NotEmpty(part.GetProperty("reasonCode").GetString()!);
                continue;
            }

            Assert.False(part.TryGetProperty("reason", out _), ticker);
            SeveralCompanies.AssertSame(own, part, "company", "currency", "periods", "lines", "checks");
            SeveralCompanies.AssertSame(own, several, "statement", "freq", "vintage", "asOf", "rulesVersion");
        }
    }

    [Fact]
    public async Task Following_next_yields_the_periods_of_each_company_alone()
    {
        string[] companies = ["AAPL", "GOOGL", "NVDA"];
        var pages = await WalkAsync($"{Income}?companies={string.Join(',', companies)}&freq=quarterly&periods=40&fields=Revenue");

        Assert.Equal(2, pages.Count);
        foreach (var ticker in companies)
        {
            var alone = await WalkAsync($"/api/v1/companies/{ticker}/statements/income?freq=quarterly&periods=40&fields=Revenue");
            Assert.Equal(
                alone.SelectMany(SeveralCompanies.GetKeys),
                pages.SelectMany(page => SeveralCompanies.GetKeys(SeveralCompanies.Find(page, ticker))));
        }
    }

    [Theory]
    [InlineData("income")]
    [InlineData("balance")]
    public async Task Calendar_lines_up_fiscal_years_of_different_companies(string statement)
    {
        const string Query = "fields=essential,sources&to=2025-02-01";
        var answer = await GetJsonAsync($"/api/v1/statements/{statement}?companies=AAPL,NVDA,RY&periods=2&calendar=true&{Query}");

        Assert.Equal(["CY2024", "CY2023"], GetTexts(answer.GetProperty("calendarPeriods")));
        foreach (var (ticker, ends) in new[]
            { ("AAPL", "2024-09-28 2023-09-30"), ("NVDA", "2025-01-26 2024-01-28"), ("RY", "2024-10-31 2023-10-31") })
        {
            var part = SeveralCompanies.Find(answer, ticker);
            Assert.Equal(["CY2024", "CY2023"], SeveralCompanies.GetCalendarPeriods(part));
            Assert.Equal(
                ends.Split(' '), part.GetProperty("periods").EnumerateArray().Select(period => period.GetProperty("end").GetString()));
            Assert.Equal(0, part.GetProperty("missingPeriods").GetArrayLength());
            var own = await GetJsonAsync($"/api/v1/companies/{ticker}/statements/{statement}?periods=2&{Query}");
            SeveralCompanies.AssertSame(own, part, "lines");
        }
    }

    [Fact]
    public async Task Pages_by_calendar_period_have_every_period_once_and_name_those_that_a_company_lacks()
    {
        var pages = await WalkAsync($"{Income}?companies=AAPL,GOOGL&freq=quarterly&periods=11&calendar=true&fields=Revenue,checks");
        var periods = pages.SelectMany(page => GetTexts(page.GetProperty("calendarPeriods"))).ToList();
        List<(JsonElement Json, IReadOnlyList<string> Keys)> lines = [], checks = [];

        Assert.Equal(periods.Distinct(), periods);
        Assert.Equal("CY2008Q2", periods[^1]);
        foreach (var page in pages)
        {
            var google = SeveralCompanies.Find(page, "GOOGL");
            Assert.Equal(
                GetTexts(page.GetProperty("calendarPeriods")),
                SeveralCompanies.GetCalendarPeriods(google).Concat(GetTexts(google.GetProperty("missingPeriods")))
                    .OrderDescending(StringComparer.Ordinal));
            var keys = SeveralCompanies.GetKeys(google);
            lines.AddRange(google.GetProperty("lines").EnumerateArray().Select(line => (line, keys)));
            checks.AddRange(google.GetProperty("checks").EnumerateArray().Select(check => (check, keys)));
        }

        // The oldest pages have no periods of Google.
        Assert.NotEmptyAndAll(lines, line => Assert.Equal(line.Keys.Count, line.Json.GetProperty("values").GetArrayLength()));
        Assert.NotEmptyAndAll(checks, check => Assert.Contains(check.Json.GetProperty("period").GetString(), check.Keys));
    }

    [Theory]
    [InlineData("income?freq=quarterly&companies=AAPL,TSM", "TSM", "noPeriods", "has no quarters")]
    [InlineData("income?companies=AAPL,KO", "KO", "notLoaded", "is not loaded")]
    [InlineData("balance?companies=AAPL,GOOGL&to=2012-12-31", "GOOGL", "outsideWindow", "has no annual balance statement in this window")]
    [InlineData("income?companies=RY,AAPL&fields=NetInterestIncome", "AAPL", "noLines", "does not report any of these lines")]
    public async Task A_company_that_drops_out_is_named_with_a_reason(string query, string ticker, string code, string text)
    {
        var answer = await GetJsonAsync($"/api/v1/statements/{query}");
        var part = SeveralCompanies.Find(answer, ticker);
        Assert.Equal(code, part.GetProperty("reasonCode").GetString());
        Assert.EndsWith(text, part.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, part.GetProperty("lines").GetArrayLength());

        var note = answer.GetProperty("notes").EnumerateArray().Single(note =>
            note.GetProperty("code").GetString() == "companiesWithoutStatement");
        Assert.Equal([ticker], GetTexts(note.GetProperty("companies")));

        var row = CsvTable.Read(await GetCsvAsync($"/api/v1/statements/{query}")).Records.Single(row => row["reasonCode"] == code);
        Assert.Equal((ticker, "", ""), (row["company"], row["metric"], row["value"]));
    }

    [Fact]
    public async Task If_all_companies_drop_out_the_problem_has_the_reasons()
    {
        // Apple's first report with facts is of the third quarter of 2009. Its cash flows are those of nine months.
        var problem = await GetProblemAsync(
            "/api/v1/statements/cashflow?companies=AAPL,TSM,KO&freq=quarterly&asOf=2009-07-31", HttpStatusCode.NotFound, "no_data");
        var detail = problem.GetProperty("detail").GetString()!;
        Assert.Contains(
            "Apple Inc. has quarterly periods, but no quarterly cashflow statement as of 2009-07-31", detail, StringComparison.Ordinal);
        Assert.Contains("has no quarters as of 2009-07-31", detail, StringComparison.Ordinal);
        Assert.Contains("is not loaded", detail, StringComparison.Ordinal);
        Assert.Equal(["AAPL", "TSM"], GetTexts(problem.GetProperty("available").GetProperty("loaded")));
    }

    [Fact]
    public async Task Companies_without_a_common_currency_are_named()
    {
        var note = (await GetJsonAsync($"{Income}?companies=TSM,AAPL&periods=1")).GetProperty("notes").EnumerateArray().Single();
        Assert.Equal("noCommonCurrency", note.GetProperty("code").GetString());
        Assert.Equal("amounts are not converted: TSM in TWD; AAPL in USD", note.GetProperty("text").GetString());
        Assert.Equal(0, (await GetJsonAsync($"{Income}?companies=NVDA,AAPL&periods=1")).GetProperty("notes").GetArrayLength());
    }

    [Fact]
    public async Task CSV_has_the_rows_of_each_companys_own_long_shape()
    {
        const string Query = "freq=quarterly&periods=3&fields=Revenue,NetIncome";
        var several = CsvTable.Read(await GetCsvAsync($"{Income}?companies=AAPL,NVDA&{Query}"));
        var apple = CsvTable.Read(await GetCsvAsync($"/api/v1/companies/AAPL/statements/income?{Query}&shape=long"));
        var nvidia = CsvTable.Read(await GetCsvAsync($"/api/v1/companies/NVDA/statements/income?{Query}&shape=long"));
        Assert.Equal(apple.Columns, several.Columns);
        Assert.Equal(apple.Rows.Concat(nvidia.Rows), several.Rows);

        using var file = await GetAsync($"{Income}.csv?companies=AAPL,NVDA&{Query}&shape=long");
        Assert.Equal("statements-income-quarterly.csv", file.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
        Assert.Equal(several.Rows, CsvTable.Read(await file.Content.ReadAsStringAsync(Token)).Rows);
    }

    [Fact]
    public async Task The_ETag_depends_on_the_companies_and_a_repeated_request_is_a_hit_or_a_304()
    {
        var address = $"{Income}?companies=AAPL,NVDA&periods=7&fields=Revenue";
        using var first = await GetAsync(address);
        using var again = await GetAsync(address);
        Assert.Equal("hit-l1", again.GetXCache());
        using var other = await GetAsync(address.Replace("NVDA", "GOOGL", StringComparison.Ordinal));
        Assert.NotEqual(first.Headers.ETag, other.Headers.ETag);
        using var known = await GetAsync(address, ("If-None-Match", $"{first.Headers.ETag}"));
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
    }

    [Theory]
    [InlineData("income", "companies", "is required")]
    [InlineData("income?companies=AAPL&view=reported", "view", "is not a parameter")]
    [InlineData("income?companies=AAPL&fields=Assets", "fields", "'Assets' is not a field")]
    [InlineData("equity?companies=AAPL", "statement", "must be one of income, balance, cashflow")]
    [InlineData("income?companies=AAPL&periods=41", "periods", "must be between 1 and 40")]
    public async Task Invalid_parameters_are_errors(string request, string parameter, string error)
    {
        var problem = await GetProblemAsync($"/api/v1/statements/{request}", HttpStatusCode.BadRequest, "invalid_parameter");
        Assert.Contains(error, GetError(problem, parameter), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_fifty_companies_and_unknown_ones_are_errors()
    {
        var many = string.Join(',', Enumerable.Range(1, 51));
        var problem = await GetProblemAsync($"{Income}?companies={many}", HttpStatusCode.BadRequest, "invalid_parameter");
        Assert.Equal("must name at most 50, not 51", GetError(problem, "companies"));

        problem = await GetProblemAsync($"{Income}?companies=AAPL,APPL", HttpStatusCode.NotFound, "company_not_found");
        Assert.Equal("'APPL' is not a known ticker or CIK", GetError(problem, "companies"));
        Assert.Contains("AAPL", GetTexts(problem.GetProperty("suggestions")));
    }

    private async Task<List<JsonElement>> WalkAsync(string? address)
    {
        var pages = new List<JsonElement>();
        for (; address is not null; address = pages[^1].GetProperty("next").GetString()) pages.Add(await GetJsonAsync(address));
        return pages;
    }
}
