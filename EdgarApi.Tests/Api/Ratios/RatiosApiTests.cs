using System.Net;
using System.Text.Json;
using EdgarApi.Financials.Ratios;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Ratios;

public sealed class RatiosApiTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    private const string Apple = "/api/v1/companies/AAPL/ratios";

    [Fact]
    public async Task Ratios_have_the_members_of_the_contract_newest_period_first()
    {
        var answer = await GetJsonAsync($"{Apple}?periods=2");

        Assert.Equal(["company", "freq", "vintage", "asOf", "currency", "periods", "ratios"], GetNames(answer));
        Assert.Equal(
            ["FY2025", "FY2024"],
            answer.GetProperty("periods").EnumerateArray().Select(period => period.GetProperty("key").GetString()));
        var ratios = answer.GetProperty("ratios").EnumerateArray().ToList();
        Assert.Equal(RatioCatalog.All.Select(ratio => ratio.Id), ratios.Select(ratio => ratio.GetProperty("id").GetString()));
        Assert.NotEmptyAndAll(ratios, ratio =>
            Assert.Equal(["id", "label", "group", "statedAs", "formula", "values", "reasons", "reasonCodes"], GetNames(ratio)));
        Assert.Equal("[0.8933,0.8673]", Ratio(answer, "CurrentRatio").GetProperty("values").GetRawText());
        Assert.Equal("[null,null]", Ratio(answer, "CurrentRatio").GetProperty("reasons").GetRawText());
    }

    [Fact]
    public async Task Operands_have_metric_period_value_and_source()
    {
        var answer = await GetJsonAsync($"{Apple}?periods=1&fields=ReturnOnEquity,operands");

        var ratio = Assert.Single(answer.GetProperty("ratios").EnumerateArray());
        var operands = ratio.GetProperty("operands")[0].EnumerateArray().ToList();
        Assert.NotEmptyAndAll(operands, operand => Assert.Equal(["metric", "period", "value", "source"], GetNames(operand)));
        Assert.Equal(
            [("NetIncome", "FY2025", "112010000000"), ("Equity", "FY2025", "73733000000"), ("Equity", "FY2024", "56950000000")],
            operands.Select(operand =>
                (operand.GetProperty("metric").GetString()!, operand.GetProperty("period").GetString()!,
                    operand.GetProperty("value").GetRawText())));
        Assert.Equal("us-gaap:StockholdersEquity", operands[1].GetProperty("source").GetProperty("concept").GetString());
        Assert.True(Ratio(await GetJsonAsync($"{Apple}?fields=all"), "CashRatio").TryGetProperty("operands", out _));
    }

    [Fact]
    public async Task Quarterly_returns_cover_twelve_months_and_margins_the_quarter()
    {
        var answer = await GetJsonAsync($"{Apple}?freq=quarterly&periods=1&fields=returnonassets,NetMargin");

        Assert.Equal(
            ["ReturnOnAssets", "NetMargin"],
            answer.GetProperty("ratios").EnumerateArray().Select(ratio => ratio.GetProperty("id").GetString()));
        Assert.Equal("TTM NetIncome ÷ average(Assets)", Ratio(answer, "ReturnOnAssets").GetProperty("formula").GetString());
        Assert.Equal("NetIncome ÷ Revenue", Ratio(answer, "NetMargin").GetProperty("formula").GetString());
    }

    [Fact]
    public async Task A_bank_has_no_current_ratio_and_the_reason_says_why()
    {
        var ratio = Ratio(await GetJsonAsync("/api/v1/companies/RY/ratios?periods=1"), "CurrentRatio");
        Assert.Equal("[null]", ratio.GetProperty("values").GetRawText());
        Assert.Contains("not classified", ratio.GetProperty("reasons")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ratios_can_be_requested_as_of_a_day_and_as_first_reported()
    {
        var answer = await GetJsonAsync($"{Apple}?asOf=2024-12-31&vintage=original&periods=1");
        Assert.Equal(("2024-12-31", "original"), (answer.GetProperty("asOf").GetString(), answer.GetProperty("vintage").GetString()));
        Assert.Equal("FY2024", answer.GetProperty("periods")[0].GetProperty("key").GetString());
    }

    [Fact]
    public async Task CSV_has_one_row_per_ratio_and_a_reason_beside_each_value()
    {
        var rows = (await GetCsvAsync($"{Apple}?periods=2&fields=CurrentRatio,InterestCoverage")).Split("\r\n");
        Assert.Equal("id,label,formula,FY2025,FY2025 reason,FY2024,FY2024 reason", rows[0]);
        Assert.Equal("CurrentRatio,Current ratio,CurrentAssets ÷ CurrentLiabilities,0.8933,,0.8673,", rows[1]);
        Assert.StartsWith(
            "InterestCoverage,Interest coverage,OperatingIncome ÷ InterestExpense,,InterestExpense of FY2025: ",
            rows[2],
            StringComparison.Ordinal);

        var explained = (await GetCsvAsync($"{Apple}?periods=1&fields=NetMargin,operands")).Split("\r\n");
        Assert.Equal("id,label,formula,FY2025,FY2025 reason,FY2025 operands", explained[0]);
        Assert.EndsWith(",0.2692,,NetIncome FY2025 = 112010000000; Revenue FY2025 = 416161000000", explained[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_ratio_is_rejected_with_the_valid_ones()
    {
        var problem = await GetProblemAsync($"{Apple}?fields=Roe", HttpStatusCode.BadRequest, "invalid_parameter");
        Assert.StartsWith(
            "'Roe' is not a field (did you mean ReturnOnEquity?); valid: essential, all, operands, CurrentRatio, ",
            GetError(problem, "fields"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_share_basis_cannot_be_selected_because_growth_needs_one() =>
        Assert.Contains(
            "is not a parameter",
            GetError(await GetProblemAsync($"{Apple}?adjusted=false", HttpStatusCode.BadRequest, "invalid_parameter"), "adjusted"),
            StringComparison.Ordinal);

    [Fact]
    public async Task A_day_before_the_first_filing_is_a_404_with_the_frequencies_available_today()
    {
        var problem = await GetProblemAsync($"{Apple}?asOf=2001-01-01", HttpStatusCode.NotFound, "no_data");
        Assert.Contains("as of 2001-01-01", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains(
            "\"annual\",\"quarterly\",\"ttm\"",
            problem.GetRawText().Replace(" ", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ratios_need_a_key()
    {
        using var response = await Anonymous.GetAsync(new Uri(Apple, UriKind.Relative), Token);
        await ReadProblemAsync(response, HttpStatusCode.Unauthorized, "api_key_missing");
    }

    private static JsonElement Ratio(JsonElement answer, string id) =>
        answer.GetProperty("ratios").EnumerateArray().Single(ratio => ratio.GetProperty("id").GetString() == id);
}
