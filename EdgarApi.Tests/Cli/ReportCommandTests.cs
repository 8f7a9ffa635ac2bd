using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Cli;

public sealed class ReportCommandTests
{
    [Theory]
    [InlineData("daily", "Performance metrics")]
    [InlineData("weekly", "Traffic growth")]
    [InlineData("monthly", "Rightsizing")]
    public async Task Without_any_server_the_report_says_what_is_missing(string kind, string item)
    {
        var run = await EdgarRun.RunAsync(
            "report", kind, "--prometheus", $"http://127.0.0.1:{FreePort.Next()}", "--connection",
            $"Host=127.0.0.1;Port={FreePort.Next()};Database=edgar;Username=edgar;Password=x");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains($". {item}\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("**Missing:** ", run.Out, StringComparison.Ordinal);
        Assert.Contains("| Prometheus | missing: Prometheus does not respond. |", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--prometheus", "prometheus", "--prometheus must be an address such as http://127.0.0.1:9090, not 'prometheus'.")]
    [InlineData("--at", "tomorrow", "--at must be a past time such as 2026-01-31T08:00, not 'tomorrow'.")]
    [InlineData("--replica", "analytics", "edgar: --replica takes name=connection string, not 'analytics'.")]
    public async Task A_wrong_option_is_one_line(string option, string value, string expected)
    {
        var run = await EdgarRun.RunAsync("report", "daily", option, value);

        Assert.Equal((1, expected), (run.ExitCode, run.Error.Trim()));
    }

    [Fact]
    public async Task The_reports_are_a_group_with_help()
    {
        var run = await EdgarRun.RunAsync("report");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("edgar report weekly --html week.html", run.Out, StringComparison.Ordinal);
    }
}
