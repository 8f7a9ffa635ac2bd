using System.Net;
using System.Text.Json;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Statements;

public sealed class StatementsApiTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    private const string Income = "/api/v1/companies/AAPL/statements/income";

    [Fact]
    public async Task A_statement_has_the_members_of_the_contract_in_order()
    {
        var statement = await GetJsonAsync($"{Income}?periods=2&fields=all");

        Assert.Equal(
            ["company", "statement", "freq", "view", "vintage", "asOf", "currency", "rulesVersion", "next", "periods", "lines", "checks"],
            GetNames(statement));
        Assert.Equal("""{"cik":"0000320193","ticker":"AAPL","name":"Apple Inc."}""", statement.GetProperty("company").GetRawText());
        Assert.Equal(
            ("income", "annual", "standard", "latest", JsonValueKind.Null, "USD"),
            (Text(statement, "statement"), Text(statement, "freq"), Text(statement, "view"), Text(statement, "vintage"),
                statement.GetProperty("asOf").ValueKind, Text(statement, "currency")));
        Assert.Equal(
            """{"key":"FY2025","label":"FY 2025","fiscalYear":2025,"fiscalPeriod":"FY","start":"2024-09-29","end":"2025-09-27"}""",
            statement.GetProperty("periods")[0].GetRawText());

        var revenue = Line(statement, "Revenue");
        Assert.Equal(["id", "label", "level", "isTotal", "unit", "values", "sources"], GetNames(revenue));
        Assert.Equal("[416161000000,391035000000]", revenue.GetProperty("values").GetRawText());
        var source = revenue.GetProperty("sources")[0];
        Assert.Equal(["concept", "accession", "form", "filed", "start", "end", "value", "derivation"], GetNames(source));
        Assert.Equal(
            ("us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax", "10-K", "2025-10-31", JsonValueKind.Null),
            (Text(source, "concept"), Text(source, "form"), Text(source, "filed"), source.GetProperty("derivation").ValueKind));
        Assert.Equal(["name", "period", "status", "difference", "tolerance"], GetNames(statement.GetProperty("checks")[0]));
    }

    [Fact]
    public async Task Essential_is_the_default_and_has_neither_sources_nor_checks()
    {
        var statement = await GetJsonAsync(Income);
        var ids = Ids(statement);

        Assert.False(statement.TryGetProperty("checks", out _));
        Assert.NotEmptyAndAll(statement.GetProperty("lines").EnumerateArray(), line => Assert.False(line.TryGetProperty("sources", out _)));
        Assert.NotEmptyAndAll(ids, id => Assert.True(MetricCatalog.TryFind(id, out var metric) && metric.IsEssential));
        Assert.Equal(4, statement.GetProperty("periods").GetArrayLength());
    }

    [Theory]
    [InlineData("fields=NetIncome,Revenue", "Revenue,NetIncome", false, false)]
    [InlineData("fields=netincome", "NetIncome", false, false)]
    [InlineData("fields=Revenue,sources", "Revenue", true, false)]
    [InlineData("fields=Revenue,checks", "Revenue", false, true)]
    public async Task Fields_select_lines_and_members(string fields, string lines, bool sources, bool checks)
    {
        var statement = await GetJsonAsync($"{Income}?periods=1&{fields}");
        Assert.Equal(lines.Split(','), Ids(statement));
        Assert.Equal(
            (sources, checks),
            (statement.GetProperty("lines")[0].TryGetProperty("sources", out _), statement.TryGetProperty("checks", out _)));
    }

    [Fact]
    public async Task Members_alone_keep_the_essential_lines_and_essential_can_be_extended()
    {
        var essential = Ids(await GetJsonAsync($"{Income}?periods=1"));
        Assert.Equal(essential, Ids(await GetJsonAsync($"{Income}?periods=1&fields=sources")));
        Assert.Equal(
            essential.Append("ResearchAndDevelopment").Order(),
            Ids(await GetJsonAsync($"{Income}?periods=1&fields=essential,ResearchAndDevelopment")).Order());
    }

    [Fact]
    public async Task All_returns_every_line_of_the_statement()
    {
        var all = Ids(await GetJsonAsync($"{Income}?periods=1&fields=all"));
        Assert.Contains("ResearchAndDevelopment", all);
        Assert.NotEmptyAndAll(all, id => Assert.Equal(StatementKind.Income, MetricCatalog.All.Single(metric => metric.Id == id).Statement));
    }

    [Fact]
    public async Task A_derived_quarter_names_its_derivation_and_operands()
    {
        var statement = await GetJsonAsync(
            "/api/v1/companies/AAPL/statements/cashflow?freq=quarterly&periods=4&fields=OperatingCashFlow,sources");
        var keys = statement.GetProperty("periods").EnumerateArray().Select(period => Text(period, "key")).ToList();
        var source = statement.GetProperty("lines")[0].GetProperty("sources")[keys.IndexOf("2025Q4")];
        Assert.Contains("FY2025", Text(source, "derivation"), StringComparison.Ordinal);
        Assert.Equal(2, source.GetProperty("operands").GetArrayLength());
        Assert.Equal(
            ["concept", "accession", "form", "filed", "start", "end", "value", "derivation"],
            GetNames(source.GetProperty("operands")[0]));
    }

    [Fact]
    public async Task A_balance_sheet_is_at_an_instant_so_its_values_have_no_start()
    {
        var statement = await GetJsonAsync("/api/v1/companies/AAPL/statements/balance?periods=1&fields=Assets,sources");
        Assert.False(statement.GetProperty("periods")[0].TryGetProperty("start", out _));
        Assert.False(statement.GetProperty("lines")[0].GetProperty("sources")[0].TryGetProperty("start", out _));
    }

    [Fact]
    public async Task A_missing_value_is_null_with_a_reason()
    {
        var line = Line(
            await GetJsonAsync("/api/v1/companies/AAPL/statements/income?periods=20&fields=InterestExpense"), "InterestExpense");
        var values = line.GetProperty("values").EnumerateArray().ToList();
        var reasons = line.GetProperty("reasons").EnumerateArray().ToList();
        Assert.Contains(values, value => value.ValueKind == JsonValueKind.Null);
        Assert.NotEmptyAndAll(
            values.Zip(reasons),
            pair => Assert.NotEqual(pair.First.ValueKind == JsonValueKind.Null, pair.Second.ValueKind == JsonValueKind.Null));
    }

    [Fact]
    public async Task Annual_is_short_for_freq()
    {
        Assert.Equal("quarterly", Text(await GetJsonAsync($"{Income}?annual=false"), "freq"));
        Assert.Equal("annual", Text(await GetJsonAsync($"{Income}?annual=true"), "freq"));
    }

    [Fact]
    public async Task As_of_vintage_view_and_adjusted_reach_the_engine()
    {
        var before = await GetJsonAsync($"{Income}?periods=1&asOf=2025-10-30&vintage=original&adjusted=false&fields=Revenue");
        Assert.Equal(
            ("2025-10-30", "original", "FY2024"),
            (Text(before, "asOf"), Text(before, "vintage"), Text(before.GetProperty("periods")[0], "key")));

        const string Eps = "/api/v1/companies/NVDA/statements/income?fields=EpsDiluted&periods=3&vintage=original";
        Assert.Equal("11.93", Line(await GetJsonAsync($"{Eps}&adjusted=false"), "EpsDiluted").GetProperty("values")[2].GetRawText());
        Assert.Equal("1.193", Line(await GetJsonAsync(Eps), "EpsDiluted").GetProperty("values")[2].GetRawText());

        var reported = await GetJsonAsync($"{Income}?view=reported&periods=1&fields=us-gaap:NetIncomeLoss");
        Assert.Equal("us-gaap:NetIncomeLoss", Text(reported.GetProperty("lines")[0], "id"));
    }

    [Theory]
    [InlineData("aapl")]
    [InlineData("320193")]
    [InlineData("0000320193")]
    [InlineData("CIK0000320193")]
    public async Task A_company_has_one_response_for_all_its_identifiers(string id)
    {
        using var named = await GetAsync($"/api/v1/companies/{id}/statements/income");
        using var ticker = await GetAsync(Income);
        Assert.Equal(ticker.Headers.ETag, named.Headers.ETag);
        Assert.Equal(await ticker.Content.ReadAsStringAsync(Token), await named.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task CSV_has_one_row_per_line_and_one_column_per_period()
    {
        var rows = (await GetCsvAsync($"{Income}?periods=2&fields=Revenue,EpsDiluted")).Split("\r\n");
        Assert.Equal(
            [
                "id,label,unit,FY2025,FY2024",
                "Revenue,Revenue,USD,416161000000,391035000000",
                "EpsDiluted,\"EPS, diluted\",USD/shares,7.46,6.08",
                "",
            ],
            rows);
    }

    [Fact]
    public async Task CSV_with_sources_has_the_filing_beside_each_value()
    {
        var rows = (await GetCsvAsync($"{Income}?periods=1&fields=Revenue,sources")).Split("\r\n");
        Assert.Equal("id,label,unit,FY2025,FY2025 accession,FY2025 concept,FY2025 derivation", rows[0]);
        Assert.Equal(
            "Revenue,Revenue,USD,416161000000,0000320193-25-000079,us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax,",
            rows[1]);
    }

    [Fact]
    public async Task Lines_that_a_company_lacks_are_a_no_data_problem_with_those_it_has()
    {
        var problem = await GetProblemAsync(
            "/api/v1/companies/AAPL/statements/balance?fields=Deposits", HttpStatusCode.NotFound, "no_data");
        Assert.Contains("Assets", GetTexts(problem.GetProperty("available").GetProperty("lines")));
    }

    private static string Text(JsonElement element, string member) => element.GetProperty(member).GetString()!;

    private static List<string> Ids(JsonElement statement) =>
        [.. statement.GetProperty("lines").EnumerateArray().Select(line => Text(line, "id"))];

    private static JsonElement Line(JsonElement statement, params string[] ids) =>
        statement.GetProperty("lines").EnumerateArray().Last(line => ids.Contains(Text(line, "id")));
}
