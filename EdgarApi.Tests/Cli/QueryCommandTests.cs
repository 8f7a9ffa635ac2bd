using System.Globalization;
using System.Text.Json;
using EdgarApi.Tests.Api;
using EdgarApi.Tests.Api.Csv;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Cli;

/// <summary>The commands that ask a running API.</summary>
public sealed class QueryCommandTests(SharedServers servers, ApiServer api)
{
    public static TheoryData<string, string> Queries => new()
    {
        { "search apple", "/api/v1/companies?query=apple" },
        { "search royal bank --exchange NYSE --limit 3", "/api/v1/companies?query=royal%20bank&exchange=NYSE&limit=3" },
        { "overview aapl --as-of 2022-12-31", "/api/v1/companies/aapl/overview?asOf=2022-12-31" },
        {
            "timeseries NVDA --metrics Revenue,NetIncome --freq quarterly --periods 3 --growth true",
            "/api/v1/companies/NVDA/timeseries?metrics=Revenue,NetIncome&freq=quarterly&periods=3&growth=true"
        },
        { "timeseries AAPL TSM --metrics Revenue --periods 2", "/api/v1/timeseries?companies=AAPL,TSM&metrics=Revenue&periods=2" },
        { "ratios AAPL --freq ttm --fields CurrentRatio", "/api/v1/companies/AAPL/ratios?freq=ttm&fields=CurrentRatio" },
        { "ratios AAPL TSM --fields CurrentRatio", "/api/v1/ratios?companies=AAPL,TSM&fields=CurrentRatio" },
        {
            "facts AAPL --concept us-gaap:NetIncomeLoss --form 10-K --limit 5",
            "/api/v1/companies/AAPL/facts?concept=us-gaap:NetIncomeLoss&form=10-K&limit=5"
        },
        {
            "screen Revenue>1e11 NetMargin>0.2|RevenueGrowth>0.1 --currency USD --sort RevenueGrowth --fields NetIncome",
            "/api/v1/screen?where=Revenue>1e11,NetMargin>0.2|RevenueGrowth>0.1&currency=USD&sort=RevenueGrowth&fields=NetIncome"
        },
        { "frames Revenue CY2024 --currency USD", "/api/v1/frames/Revenue/CY2024?currency=USD" },
        { "filings 320193 --form 10-K --from 2020-01-01 --limit 2", "/api/v1/companies/320193/filings?form=10-K&from=2020-01-01&limit=2" },
    };

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task JSON_and_CSV_are_the_responses_of_the_API(string command, string address)
    {
        using var client = await api.KestrelClientAsync(servers);
        var json = await RunAsync($"{command} --json");
        Assert.Equal((0, ""), (json.ExitCode, json.Error));
        using var expected = JsonDocument.Parse(await client.GetStringAsync(new Uri(address, UriKind.Relative), Token));
        using var printed = JsonDocument.Parse(json.Out);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, printed.RootElement), json.Out);

        var csv = await RunAsync($"{command} --csv");
        Assert.Equal(0, csv.ExitCode);
        var query = address.IndexOf('?', StringComparison.Ordinal);
        Assert.Equal(await client.GetStringAsync(new Uri(address.Insert(query, ".csv"), UriKind.Relative), Token), csv.Out);
        Assert.NotEmpty(CsvTable.Read(csv.Out).Rows);
    }

    [Fact]
    public async Task A_search_is_a_table()
    {
        var run = await RunAsync("search nvidia");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(["NVIDIA", "CORP", "0001045810", "Nasdaq", "loaded"], run.GetRow("NVDA"));
    }

    [Fact]
    public async Task An_overview_shows_amounts_in_millions()
    {
        var run = await RunAsync("overview AAPL --as-of 2025-12-31");
        Assert.StartsWith("Apple Inc. (AAPL): Overview, millions of USD", run.Out, StringComparison.Ordinal);
        Assert.Equal("416,161", run.GetRow("Revenue")[0]);
        Assert.Equal("7.46", run.GetRow("EpsDiluted")[0]);
        Assert.Equal("(12,715)", run.GetRow("CapitalExpenditures")[0]);
    }

    [Fact]
    public async Task A_time_series_names_period_unit_growth_and_filing()
    {
        var run = await RunAsync("timeseries AAPL --metrics Revenue --periods 1 --growth true --to 2025-12-31");
        Assert.Matches(
            "AAPL +Revenue +FY2025 +2025-09-27 +416,161 +millions of USD +6.43 % +10-K 2025-10-31", run.Out);
    }

    [Fact]
    public async Task A_company_without_series_is_named_with_the_reason()
    {
        var run = await RunAsync("timeseries AAPL TSM --metrics Revenue --freq quarterly --periods 1");
        Assert.Equal(0, run.ExitCode);
        Assert.Matches("TSM .*has no quarters", run.Out);
        Assert.Contains("no series for TSM", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ratios_have_a_column_per_period()
    {
        var run = await RunAsync("ratios AAPL --fields CurrentRatio --periods 2 --to 2025-12-31");
        Assert.Matches("Ratio +FY 2025 +FY 2024", run.Out);
        Assert.Equal(["0.8933", "0.8673"], run.GetRow("Current ratio"));
    }

    [Fact]
    public async Task Ratios_of_several_companies_are_a_table_each_or_a_reason()
    {
        var run = await RunAsync("ratios AAPL GOOGL --fields CurrentRatio --periods 1 --as-of 2012-12-31");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Apple Inc.", run.Out, StringComparison.Ordinal);
        Assert.NotEmpty(run.GetRow("Current ratio"));
        Assert.Matches("GOOGL: .*has no fiscal years as of 2012-12-31", run.Out);
    }

    [Fact]
    public async Task Filings_are_a_table()
    {
        var run = await RunAsync("filings AAPL --form 10-K --to 2025-12-31 --limit 1");
        Assert.Matches("10-K +2025-10-31 +2025-09-27 +0000320193-25-000079 +https://www.sec.gov/", run.Out);
    }

    [Fact]
    public async Task A_screen_shows_the_values_of_its_conditions_and_what_was_not_compared()
    {
        var run = await RunAsync("screen Revenue>4.3e11 --currency USD");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches("Company +Name +Period +Revenue", run.Out);
        Assert.Matches("AAPL +Apple Inc. +TTM2026-03-28 +451,442,000,000", run.Out);
        Assert.Contains("Not compared: 1 companies that report in CAD.", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_frame_has_a_row_per_company_with_its_own_period()
    {
        var run = await RunAsync("frames Revenue CY2024");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches("NVDA +NVIDIA CORP +FY2025 +2025-01-26 +130,497,000,000 +USD +10-K", run.Out);
        Assert.Matches("TSM .* TWD +20-F", run.Out);
    }

    [Fact]
    public async Task A_page_says_so_and_its_cursor_leads_to_the_next_one()
    {
        var first = await RunAsync("facts AAPL --concept us-gaap:NetIncomeLoss --limit 2");
        var cursor = first.Error.Split("--cursor ")[1].Split(' ')[0];
        Assert.Matches(@"This is one page of \d+ results\.", first.Error);
        var second = await RunAsync($"facts AAPL --concept us-gaap:NetIncomeLoss --limit 2 --csv --cursor {cursor}");
        using var client = await api.KestrelClientAsync(servers);
        using var all = JsonDocument.Parse(await client.GetStringAsync(
            new Uri("/api/v1/companies/AAPL/facts?concept=us-gaap:NetIncomeLoss&limit=4", UriKind.Relative), Token));
        Assert.Equal(
            all.RootElement.GetProperty("facts").EnumerateArray().Skip(2)
                .Select(fact => fact.GetProperty("value").GetDecimal().ToString(CultureInfo.InvariantCulture)),
            CsvTable.Read(second.Out).Records.Select(record => record["value"]));
    }

    [Fact]
    public async Task The_long_shape_has_one_value_per_row()
    {
        var run = await RunAsync("timeseries AAPL --metrics Revenue --periods 2 --csv --long");
        Assert.StartsWith("company,period,start,end,metric,value,unit,reason,concept,accession,filed,", run.Out, StringComparison.Ordinal);
        Assert.Equal(2, CsvTable.Read(run.Out).Rows.Count);
    }

    [Theory]
    [InlineData("edgar: No company has the ticker or CIK 'AAPPL'. Did you mean AAPL", "overview AAPPL")]
    [InlineData("edgar: periods: must be between 1 and 40.", "ratios AAPL --periods x")]
    [InlineData("edgar: metrics: is required.", "timeseries AAPL")]
    [InlineData("edgar: metrics: 'Revenu' is not a metric (did you mean Revenue?).", "timeseries AAPL --metrics Revenu")]
    [InlineData("edgar: --json and --csv exclude each other.", "filings AAPL --json --csv")]
    [InlineData("edgar: --long needs --csv.", "ratios AAPL --long")]
    [InlineData("edgar: The API key of the request is unknown", "facts AAPL --key wrong")]
    [InlineData("edgar: --url must be a URL such as http://localhost:8080, not 'nowhere'", "search x --url nowhere")]
    [InlineData("edgar: Connection refused (127.0.0.1:1)", "search x --url http://127.0.0.1:1")]
    [InlineData("Required argument 'company' missing for command: 'facts'.", "facts")]
    public async Task Errors_are_one_line_without_a_stack_trace(string message, string command)
    {
        var run = await RunAsync(command);
        Assert.Equal((1, ""), (run.ExitCode, run.Out.Trim()));
        Assert.StartsWith(message, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Trim().Split('\n'));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Runs a command on the API of the tests, unless the command names another one.</summary>
    private async Task<EdgarRun> RunAsync(string command)
    {
        using var client = await api.KestrelClientAsync(servers);
        List<string> arguments = [.. command.Split(' ')];
        if (!arguments.Contains("--url")) arguments.AddRange(["--url", client.BaseAddress!.OriginalString]);
        if (!arguments.Contains("--key")) arguments.AddRange(["--key", ApiServer.Key]);
        return await EdgarRun.RunAsync([.. arguments]);
    }
}
