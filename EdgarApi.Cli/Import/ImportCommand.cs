using System.CommandLine;
using System.IO.Hashing;
using System.Text;
using EdgarApi.Sec.Bulk;
using Spectre.Console;

namespace EdgarApi.Cli.Import;

/// <summary><c>edgar import</c>: the SEC's bulk files into Postgres or into a folder of snapshots; goes on where it was stopped.</summary>
internal static class ImportCommand
{
    public static Command Create(Terminal terminal)
    {
        var from = new Option<string>("--from")
        {
            Description = "companyfacts.zip, a folder of its files, or a folder with companyfacts.zip, submissions.zip and the ticker lists.", Required = true, HelpName = "path",
        };
        var submissions = new Option<string?>("--submissions") { Description = "submissions.zip or a folder of its files: profiles and filings.", HelpName = "path" };
        var to = new Option<string>("--to") { Description = "'postgres', or a folder for snapshots.", Required = true, HelpName = "postgres|folder" };
        var connection = PrimaryDatabase.Option();
        var restart = new Option<bool>("--restart") { Description = "Start afresh instead of going on where an import of the same files was stopped." };
        var command = new Command("import", "Import the SEC's bulk files.") { from, submissions, to, connection, restart };
        command.SetAction((parsed, cancellation) =>
        {
            var target = parsed.GetRequiredValue(to);
            var source = new BulkCompanySource(BulkLayout.Find(parsed.GetRequiredValue(from), parsed.GetValue(submissions)));
            var import = target == "postgres" ? new PostgresImport(PrimaryDatabase.Find(parsed.GetValue(connection))) : (IImport)new SnapshotImport(target);
            return RunAsync(terminal, source, import, parsed.GetValue(restart), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, BulkCompanySource source, IImport import, bool restart, CancellationToken cancellationToken)
    {
        var file = CheckpointFile(import);
        if (restart) File.Delete(file);
        using var checkpoint = ImportCheckpoint.Open(file, source.Fingerprint);
        source.Checkpoint = checkpoint;
        if (checkpoint.Count > 0) terminal.Error.WriteLine($"Going on after {checkpoint.Count:N0} companies that were imported before (--restart starts afresh).");

        var result = await ImportProgress.ShowAsync(terminal.Error, source, () => import.RunAsync(source, checkpoint.MarkDone, cancellationToken)).ConfigureAwait(false);
        // What failed is tried again by the next import either way: only what is done is remembered.
        checkpoint.Complete();
        foreach (var fault in result.Failures)
            terminal.Error.WriteLine($"failed: {fault.File}{(fault.Offset is { } offset ? $" (at byte {offset})" : "")}: {fault.Reason}");
        terminal.Out.WriteLine($"{result.Written:N0} written, {result.Unchanged:N0} unchanged, {result.Failures.Count:N0} failed, in {import.Target}");
        return result.Failures.Count == 0 ? 0 : 1;
    }

    /// <summary>One for each target: an import into another place starts by itself.</summary>
    private static string CheckpointFile(IImport import)
    {
        var folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        var name = Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(import.Target)));
        return Path.Combine(folder.Length > 0 ? folder : Path.GetTempPath(), "edgar", $"import-{name}.checkpoint");
    }
}
