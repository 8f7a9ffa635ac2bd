using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using EdgarApi.Cli.Accounts;
using EdgarApi.Cli.Audit;
using EdgarApi.Cli.Gate;
using EdgarApi.Cli.Import;
using EdgarApi.Cli.Load;
using EdgarApi.Cli.Sample;
using EdgarApi.Cli.Show;
using EdgarApi.Financials.Facts;
using EdgarApi.Sec.Files;
using EdgarApi.ServiceDefaults;
using Npgsql;
using Spectre.Console;

namespace EdgarApi.Cli;

/// <summary>The program <c>edgar</c>: its commands, its help, and how it fails.</summary>
internal static class EdgarCommand
{
    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellationToken = default)
    {
        var root = Create(terminal);
        var output = new InvocationConfiguration
        {
            Output = terminal.Out.Profile.Out.Writer, Error = terminal.Error.Profile.Out.Writer, EnableDefaultExceptionHandler = false,
        };
        try
        {
            var parsed = root.Parse(args);
            // The whole help would bury what was wrong.
            if (parsed.Action is ParseErrorAction wrong) wrong.ShowHelp = false;
            var exitCode = await parsed.InvokeAsync(output, cancellationToken).ConfigureAwait(false);
            // To the audit's callers 1 means that a gate failed.
            return parsed.Errors.Count > 0 && parsed.CommandResult.Command.Name == AuditCommand.Name ? AuditCommand.BadInput : exitCode;
        }
        catch (Exception error) when (error is CommandException or SecDataException or CompanyFactsFormatException or IOException
            or UnauthorizedAccessException or NpgsqlException or HttpRequestException)
        {
            terminal.Error.WriteLine($"edgar: {error.Message}");
            return 1;
        }
        catch (Exception error) when (WrongSettings.Of(error) is { Count: > 0 } wrong)
        {
            foreach (var line in wrong) terminal.Error.WriteLine($"edgar: {line}");
            return 1;
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine("edgar: stopped");
            return 130;
        }
    }

    private static RootCommand Create(Terminal terminal)
    {
        var root = new RootCommand("Company fundamentals from the SEC's EDGAR: look at statements, import the SEC's bulk files, make API keys, load an API.");
        root.Add(ShowCommand.Create(terminal));
        root.Add(ImportCommand.Create(terminal));
        root.Add(SampleCommand.Create(terminal));
        root.Add(AuditCommand.Create(terminal));
        root.Add(LoadCommand.Create(terminal));
        root.Add(GateCommand.Create(terminal));
        root.Add(KeysCommand.Create(terminal));
        root.Add(OrgsCommand.Create(terminal));
        TeachByExample(root, new Dictionary<string, string[]>
        {
            [root.Name] = ["edgar show AAPL income", "edgar import --from companyfacts.zip --to postgres", "edgar show --help"],
            ["show"] =
            [
                "edgar show AAPL income                                     the newest four fiscal years",
                "edgar show nvda cashflow --freq quarterly --periods 8      two years of quarters, derived ones included",
                "edgar show CIK0000080424 balance --sources                 with the filing behind every number",
                "edgar show HD income --as-of 2022-12-31 --vintage original as it was known then",
                "edgar show MSFT income --from ~/edgar                      from the SEC's zips in a folder",
            ],
            ["import"] =
            [
                "edgar import --from companyfacts.zip --submissions submissions.zip --to postgres",
                "edgar import --from ~/edgar --to postgres --connection 'Host=localhost;Database=edgar;Username=edgar'",
                "edgar import --from ~/edgar --to snapshots/                to files that edgar show --from reads",
            ],
            ["audit"] =
            [
                "edgar audit --from companyfacts.zip                        measures, coverage and what is not as it should be",
                "edgar audit --from ~/edgar --json > audit.json             everything, for a machine",
                "edgar audit --from ~/edgar --gate quarterly_Revenue=0.95   another minimum for a measure",
            ],
            ["load"] =
            [
                "edgar load normal --url http://127.0.0.1:8080 --key KEY --scale 0.02             half an hour of users in 36 seconds",
                "edgar load peak --url http://127.0.0.1:8080 --rate 1000 --html report.html       1,000 requests a second, whatever the server does",
                "edgar load spike --url http://127.0.0.1:8080 --server-pid 4711 --json spike.json  with the server's processor time and memory",
            ],
            ["gate"] =
            [
                "edgar gate                                                                       allocations against the committed baseline",
                "edgar gate --against ../before/edgar.dll                                         and times against another build's",
                "edgar gate --tier pull-request --url http://127.0.0.1:8080 --key KEY             and a running API under load",
                "edgar gate --self-test                                                           that a slower build would be noticed",
            ],
            [KeysCommand.Name] =
            [
                "edgar keys create --tier pro --name mine                    for the system that ./run runs",
                "edgar keys create --name ops --scopes read,admin            one that may use /admin",
                "edgar keys list --prefix edg_live_aB3",
                "edgar keys update edg_live_aB3dE6gH9jK2 --expires-in 90d    give it an end; --name and --scopes too",
                "edgar keys rotate edg_live_aB3dE6gH9jK2 --grace 12h         the old one goes on for twelve hours",
                "edgar keys revoke edg_live_aB3dE6gH9jK2",
            ],
            [OrgsCommand.Name] =
            [
                "edgar orgs create --name Acme",
                "edgar orgs users create --org Acme --name 'Jane Doe' --tier enterprise",
                "edgar orgs users update 7 --tier basic",
                "edgar orgs disable Acme                                     none of its keys opens anything",
            ],
            ["sample"] = ["edgar sample --from ~/edgar --to samples"],
        });
        return root;
    }

    private static void TeachByExample(RootCommand root, Dictionary<string, string[]> examples)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((SynchronousCommandLineAction)help.Action!, examples);
    }

    private sealed class HelpWithExamples(SynchronousCommandLineAction help, Dictionary<string, string[]> examples) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var result = help.Invoke(parseResult);
            if (!examples.TryGetValue(parseResult.CommandResult.Command.Name, out var lines)) return result;
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var line in lines) output.WriteLine($"  {line}");
            return result;
        }
    }
}
