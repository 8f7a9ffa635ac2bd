using System.CommandLine;
using EdgarApi.Cli;

namespace EdgarApi.Tests.Cli;

public sealed class ShowCommandTests
{
    [Fact]
    public async Task A_statement_from_the_bundled_sample_is_shown_in_millions()
    {
        var run = await EdgarRun.RunAsync("show", "aapl", "income", "--periods", "2");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("Apple Inc. (AAPL): Income statement, millions of USD", run.Out, StringComparison.Ordinal);
        Assert.Equal(["2025-09-27", "2024-09-28"], run.GetRow("2025-09-27").Prepend("2025-09-27"));
        Assert.Equal(["416,161", "391,035"], run.GetRow("Revenue"));
        Assert.Equal(["7.46", "6.08"], run.GetRow("EPS, diluted, USD"));
        Assert.DoesNotContain('\u001b', run.Out);
    }

    [Fact]
    public async Task Negative_amounts_are_in_parentheses_and_quarters_are_single_quarters()
    {
        var run = await EdgarRun.RunAsync("show", "PG", "cashflow", "--freq", "quarterly", "--periods", "8", "--as-of", "2025-12-31");

        var year = run.Out.Split('\n')[2].Split("Q2 2025", StringSplitOptions.None)[0];
        var column = System.Text.RegularExpressions.Regex.Count(year, @"Q\d \d{4}");
        Assert.Equal("4,825", run.GetRow("Operating cash flow")[column]);
        Assert.NotEmptyAndAll(run.GetRow("Capital expenditures"), amount => Assert.Matches(@"^\([\d,]+\)$", amount));
    }

    [Fact]
    public async Task Sources_name_the_filing_of_each_number()
    {
        var run = await EdgarRun.RunAsync("show", "AAPL", "income", "--periods", "1", "--sources");

        Assert.Matches(
            "Revenue +FY2025 +us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax +10-K +2025-10-31 +0000320193-25-000079",
            run.Out);
    }

    [Fact]
    public async Task A_company_in_the_SECs_zips_is_found_by_ticker_or_CIK_even_without_a_ticker_list()
    {
        var byTicker = await EdgarRun.RunAsync("show", "TSLA", "balance", "--from", EdgarData.Folder);
        var byCik = await EdgarRun.RunAsync("show", "CIK1318605", "balance", "--from", EdgarData.GetPath("companyfacts.zip"));
        var byTickerOfTheZip = await EdgarRun.RunAsync("show", "TSLA", "balance", "--from", EdgarData.GetPath("companyfacts.zip"));

        Assert.StartsWith("Tesla, Inc. (TSLA): Balance sheet", byTicker.Out, StringComparison.Ordinal);
        Assert.Equal(byTicker.Out, byCik.Out);
        Assert.Equal(byTicker.Out, byTickerOfTheZip.Out);
    }

    [Theory]
    [InlineData("unknown company 'AAPPL'. Did you mean AAPL", "show", "AAPPL", "income")]
    [InlineData("TSLA (Tesla, Inc.) has no facts in the bundled sample. It contains NVDA", "show", "TSLA", "income")]
    [InlineData("no such file or folder", "show", "AAPL", "income", "--from", "nowhere.zip")]
    [InlineData("Must be one of:", "show", "AAPL", "profit")]
    [InlineData("'quarterly'", "show", "AAPL", "income", "--freq", "weekly")]
    [InlineData("--periods must be a whole number from 1 to 40, not '41'", "show", "AAPL", "income", "--periods", "41")]
    [InlineData("--periods must be a whole number from 1 to 40, not 'x'", "show", "AAPL", "income", "--periods", "x")]
    [InlineData("--periods must be a whole number from 1 to 40, not '2.5'", "show", "AAPL", "income", "--periods", "2.5")]
    [InlineData("--as-of takes a day such as 2024-12-31, not 'June'", "show", "AAPL", "income", "--as-of", "June")]
    [InlineData(
        "has no annual income statement on file as of 1999-12-31. Up to today it has: income (annual, quarterly, ttm), ",
        "show", "AAPL", "income", "--as-of", "1999-12-31")]
    [InlineData(
        "has no quarterly income statement on file. It has: income (annual, ttm), ", "show", "TSM", "income", "--freq", "quarterly")]
    [InlineData("Unrecognized command or argument 'shw'", "shw")]
    public async Task Errors_are_clear_messages_without_a_stack_trace(string message, params string[] arguments)
    {
        var run = await EdgarRun.RunAsync(arguments);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_number_is_one_line()
    {
        var run = await EdgarRun.RunAsync("show", "AAPL", "income", "--periods", "x");

        Assert.Equal(
            (1, "--periods must be a whole number from 1 to 40, not 'x'.", ""), (run.ExitCode, run.Error.Trim(), run.Out.Trim()));
    }

    [Fact]
    public void No_error_of_any_option_or_argument_names_a_type_of_dotnet()
    {
        var root = EdgarCommand.CreateRoot(Terminal.Create(TextWriter.Null, TextWriter.Null));
        var errors = GetCommands(root, []).SelectMany(found => found.Command.Options
            .SelectMany(option => (string[][])
                [[option.Name], [option.Name, "?"], [option.Name, "1e99"], [option.Name, "1", option.Name, "2"]])
            .Concat([["?"], ["?", "?", "?"]])
            .SelectMany(arguments => root.Parse([.. found.Path, .. arguments]).Errors.Select(error => error.Message))).ToList();
        Assert.Contains("--periods must be a whole number from 1 to 40, not '?'.", errors);
        Assert.NotEmptyAndAll(errors, error => Assert.DoesNotContain("System.", error, StringComparison.Ordinal));
    }

    private static IEnumerable<(Command Command, string[] Path)> GetCommands(Command command, string[] path) =>
        command.Subcommands.SelectMany(child => GetCommands(child, [.. path, child.Name])).Prepend((command, path));

    [Theory]
    [InlineData("")]
    [InlineData("--help")]
    [InlineData("show --help")]
    [InlineData("import --help")]
    [InlineData("search --help")]
    [InlineData("overview --help")]
    [InlineData("timeseries --help")]
    [InlineData("ratios --help")]
    [InlineData("facts --help")]
    [InlineData("filings --help")]
    [InlineData("sample --help")]
    [InlineData("audit --help")]
    [InlineData("load --help")]
    [InlineData("gate --help")]
    [InlineData("keys")]
    [InlineData("orgs")]
    public async Task Help_has_examples_and_is_what_a_group_of_commands_prints_by_itself(string arguments)
    {
        var run = await EdgarRun.RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Examples:\n  edgar ", run.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_prints_the_version_alone()
    {
        var run = await EdgarRun.RunAsync("--version");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+\S*$", run.Out.Trim());
    }
}
