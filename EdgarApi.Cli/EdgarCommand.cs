using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using EdgarApi.Cli.Accounts;
using EdgarApi.Cli.Audit;
using EdgarApi.Cli.Capacity;
using EdgarApi.Cli.Drills;
using EdgarApi.Cli.Export;
using EdgarApi.Cli.Gate;
using EdgarApi.Cli.Import;
using EdgarApi.Cli.Load;
using EdgarApi.Cli.Operation;
using EdgarApi.Cli.Queries;
using EdgarApi.Cli.Reviews;
using EdgarApi.Cli.Sample;
using EdgarApi.Cli.Scaling;
using EdgarApi.Cli.Show;
using EdgarApi.Cli.Universe;
using EdgarApi.Financials.Facts;
using EdgarApi.Sec.Files;
using EdgarApi.LoadTesting;
using EdgarApi.Operations.Drills;
using EdgarApi.ServiceDefaults;
using Npgsql;
using Spectre.Console;

namespace EdgarApi.Cli;

/// <summary>The program <c>edgar</c>: its commands, its help and its exit codes.</summary>
internal static class EdgarCommand
{
    /// <summary>The exit code of shells for a program stopped with Ctrl+C.</summary>
    public const int Stopped = 130;

    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellationToken = default)
    {
        var root = CreateRoot(terminal);
        var output = new InvocationConfiguration
        {
            Output = terminal.Out.Profile.Out.Writer, Error = terminal.Error.Profile.Out.Writer, EnableDefaultExceptionHandler = false,
        };
        try
        {
            var parsed = root.Parse(args);
            if (IsGroup(parsed.CommandResult.Command) && parsed is { UnmatchedTokens.Count: 0, Action: ParseErrorAction })
                parsed = root.Parse([.. args, "--help"]);
            // The full help would hide the error.
            var parseError = parsed.Action as ParseErrorAction;
            parseError?.ShowHelp = false;
            var exitCode = await parsed.InvokeAsync(output, cancellationToken).ConfigureAwait(false);
            // For the audit, 1 means that a gate failed.
            return parseError is not null && parsed.CommandResult.Command.Name == AuditCommand.Name ? AuditCommand.InvalidInput : exitCode;
        }
        catch (Exception error) when (error is CommandException or DrillException or LoadTestException or SecDataException
            or CompanyFactsFormatException or IOException or UnauthorizedAccessException or NpgsqlException or HttpRequestException
            or OperationCanceledException { InnerException: TimeoutException })
        {
            terminal.Error.WriteLine($"edgar: {error.Message}");
            return 1;
        }
        catch (Exception error) when (InvalidSettings.Describe(error) is { Count: > 0 } lines)
        {
            foreach (var line in lines) terminal.Error.WriteLine($"edgar: {line}");
            return 1;
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine("edgar: stopped");
            return Stopped;
        }
    }

    /// <summary>A group of commands does nothing by itself: alone it prints its help.</summary>
    private static bool IsGroup(Command command) => command.Action is null && command.Subcommands.Count > 0;

    /// <summary>Creates the tree of all commands.</summary>
    internal static RootCommand CreateRoot(Terminal terminal)
    {
        var root = new RootCommand(
            "Company financials from the SEC's EDGAR: show statements, query the API, import bulk files, manage API keys, run load tests, "
            + "plan capacity.")
        {
            ShowCommand.Create(terminal), ImportCommand.Create(terminal), ExportCommand.Create(terminal), SampleCommand.Create(terminal),
            AuditCommand.Create(terminal),
            LoadCommand.Create(terminal), GateCommand.Create(terminal), CapacityCommand.Create(terminal),
            ReportCommand.Create(terminal), ScaleSimulationCommand.Create(terminal), KeysCommand.Create(terminal),
            OrgsCommand.Create(terminal), DegradeCommand.Create(terminal), DrillCommand.Create(terminal),
            UniverseCommand.Create(terminal),
        };
        foreach (var command in QueryCommands.CreateAll(terminal)) root.Add(command);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples(root, (SynchronousCommandLineAction)help.Action!);
        return root;
    }

    private sealed class HelpWithExamples(RootCommand root, SynchronousCommandLineAction help) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var result = help.Invoke(parseResult);
            var command = parseResult.CommandResult.Command;
            if (!Examples.All.TryGetValue(command == root ? "edgar" : command.Name, out var lines)) return result;
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var line in lines) output.WriteLine($"  {line}");
            return result;
        }
    }
}
