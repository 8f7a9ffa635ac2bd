using System.CommandLine;
using System.Globalization;
using EdgarApi.Cli.Operation;
using EdgarApi.Contracts;
using EdgarApi.Operations.Drills;
using Spectre.Console;

namespace EdgarApi.Cli.Drills;

/// <summary><c>edgar drill</c>: drills on the system that <c>./run</c> started, which go into the audit trail.</summary>
internal sealed class DrillCommand
{
    public const string Name = "drill";

    private readonly Option<string?> _state = new("--state")
    {
        Description = "Folder of the files that describe the running system. Default: .local of this checkout.", HelpName = "folder",
        Recursive = true,
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print JSON.", Recursive = true };

    private readonly Option<bool> _keep = new("--keep") { Description = "Keep the backup, the archive and the restored cluster." };

    private readonly Terminal _terminal;

    private DrillCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var drill = new DrillCommand(terminal);
        var restore = new Command(
            "restore", "Restore a base backup and the log up to a moment, and compare every table. Exit code 1: a target is missed.")
        {
            drill._keep,
        };
        restore.SetAction((parsed, cancellation) => drill.RestoreAsync(parsed, cancellation));
        var promote = new Command(
            "promote", "Fence the primary, promote a replica, and change back. Exit code 1: a target is missed.");
        promote.SetAction((parsed, cancellation) => drill.PromoteAsync(parsed, cancellation));
        return new Command(Name, "Drills on the running development system.") { drill._state, drill._json, restore, promote };
    }

    private async Task<int> RestoreAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (folder, servers) = ReadServers(parsed);
        using var api = OperatorApi.Create(folder);
        var name = string.Create(CultureInfo.InvariantCulture, $"drill-{DateTime.UtcNow:yyyyMMdd-HHmmss}");
        var work = Path.Combine(Path.GetDirectoryName(servers.All[0].Folder)!, name);
        try
        {
            var drill = new RestoreDrill(
                servers, work, token => RecordAsync(api, "restore", passed: null, ["target time chosen"], token), TimeProvider.System,
                _terminal.Error.WriteLine);
            return await FinishAsync(api, await drill.RunAsync(cancellationToken).ConfigureAwait(false), parsed, cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            if (!parsed.GetValue(_keep) && Directory.Exists(work)) Directory.Delete(work, recursive: true);
        }
    }

    private async Task<int> PromoteAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (folder, servers) = ReadServers(parsed);
        using var api = OperatorApi.Create(folder);
        var companies = await ReadableCompanies.FindAsync(api.Client, cancellationToken).ConfigureAwait(false);
        var drill = new PromotionDrill(
            servers, api.Client, (step, token) => RecordAsync(api, "promote", passed: null, [step], token), TimeProvider.System,
            _terminal.Error.WriteLine);
        var report = await drill.RunAsync(companies, () => ReadProcesses(folder), cancellationToken).ConfigureAwait(false);
        return await FinishAsync(api, report, parsed, cancellationToken).ConfigureAwait(false);
    }

    private (string Folder, DatabaseServers Servers) ReadServers(ParseResult parsed)
    {
        var folder = parsed.GetValue(_state) ?? LocalRun.Find(DatabaseServers.FileName)?.Folder
            ?? throw new CommandException("no system runs in this checkout: start it with ./run --detach");
        var file = Path.Combine(folder, DatabaseServers.FileName);
        return File.Exists(file)
            ? (folder, DatabaseServers.Parse(File.ReadAllText(file)))
            : throw new CommandException($"no system runs: {file} does not exist. Start it with ./run --detach");
    }

    /// <summary>The processes of the API and the Warmer, each with its id.</summary>
    private static List<string> ReadProcesses(string folder) =>
    [
        .. File.ReadLines(Path.Combine(folder, "processes.tsv")).Where(line => line.Split('\t')[0] is "api" or "warmer")
            .Order(StringComparer.Ordinal),
    ];

    private async Task<int> FinishAsync(OperatorApi api, DrillReport report, ParseResult parsed, CancellationToken cancellationToken)
    {
        var targets = report.Targets.Select(target => $"{target.Name}: {target.Measured} ({target.Target})");
        await RecordAsync(api, report.Drill, report.Passed, [.. targets], cancellationToken).ConfigureAwait(false);
        DrillOutput.Write(_terminal.Out, report, parsed.GetValue(_json));
        return report.Passed ? 0 : 1;
    }

    private static async Task RecordAsync(
        OperatorApi api, string drill, bool? passed, IReadOnlyList<string> notes, CancellationToken cancellationToken) =>
        await api.SendAsync(HttpMethod.Post, ApiRoutes.Drills, new { drill, passed, notes }, cancellationToken).ConfigureAwait(false);
}
