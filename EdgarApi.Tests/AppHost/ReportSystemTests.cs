using System.Globalization;
using System.Text.RegularExpressions;
using Aspire.Hosting.Testing;
using EdgarApi.Tests.Cli;
using Npgsql;

namespace EdgarApi.Tests.AppHost;

/// <summary>The daily report of a running system after traffic, from its Prometheus, its servers and their logs.</summary>
[Collection<RunningSystemTests>]
public sealed partial class ReportSystemTests(RunningSystem system)
{
    private static readonly string[] Resources =
    [
        "companies/AAPL/overview", "companies/AAPL/timeseries?metrics=Revenue", "companies/AAPL/facts?limit=5", "companies/NOSUCH/overview",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_report_has_figures_from_every_source()
    {
        var primary = await GetConnectionAsync("edgardb");
        var log = Path.Combine(system.Folder, "slow-queries", "postgres-primary.log");
        await using (var source = NpgsqlDataSource.Create(primary))
        await using (var slow = source.CreateCommand("select pg_sleep(3) as slow_statement_of_a_test"))
            await slow.ExecuteNonQueryAsync(Token);
        await Waiting.UntilAsync(() => File.Exists(log)
            && File.ReadAllText(log).Contains("slow_statement_of_a_test", StringComparison.Ordinal));
        string[] arguments =
        [
            "report", "daily", "--prometheus", system.App.GetEndpoint("prometheus").ToString(), "--connection", primary,
            "--replica", $"postgres-api={await GetConnectionAsync("edgardb-api")}", "--slow-log", log,
        ];

        var (report, round) = ("", 0);
        await Waiting.UntilAsync(async () =>
        {
            await RequestAsync(round++);
            var run = await EdgarRun.RunAsync(arguments);
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            report = run.Out;
            return ReadCount(report, "| company_overview ") > 0 && ReadCount(report, "| GET /api/v1/companies/{id}/overview ") > 0
                && ReadCount(report, "| computed ") > 0;
        });

        Assert.DoesNotContain("Missing", report, StringComparison.Ordinal);
        Assert.DoesNotContain("missing", report, StringComparison.Ordinal);
        // Responses are computed from snapshots of the replica, which has statistics of its own.
        Assert.Matches(@"postgres-api: [\d.,]+ s in all statements since .*\n\n.*\n.*\n\| [\d.,]+ ms \| [\d,]+ \| ", report);
        Assert.Matches(@"\| postgres-primary \| \d+ \| [\d.,]+ ms \| .*slow_statement_of_a_test", report);
        Assert.Matches(@"\d to 2 API processes", report); // another test kills processes
        Assert.Contains("| API CPU |", report, StringComparison.Ordinal);
    }

    private async Task<string> GetConnectionAsync(string name) =>
        (await system.App.GetConnectionStringAsync(name, Token))!;

    private async Task RequestAsync(int round)
    {
        var day = new DateOnly(2021, 1, 1).AddDays(round);
        foreach (var resource in (string[])[.. Resources, $"companies/AAPL/statements/income?asOf={day:yyyy-MM-dd}"])
            using (await system.Api.GetAsync(new Uri($"/api/v1/{resource}", UriKind.Relative), Token)) { }
    }

    /// <summary>The first number of the first row that begins with a text; 0 without one.</summary>
    private static double ReadCount(string report, string row) =>
        report.Split('\n').FirstOrDefault(line => line.StartsWith(row, StringComparison.Ordinal)) is { } line
        && Number().Match(line[row.Length..]) is { Success: true } number
            ? double.Parse(number.Value, NumberStyles.AllowThousands | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
            : 0;

    [GeneratedRegex(@"[\d,.]+")]
    private static partial Regex Number();
}
