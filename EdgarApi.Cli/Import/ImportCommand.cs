using System.CommandLine;
using System.IO.Hashing;
using System.Text;
using EdgarApi.Sec.Bulk;
using Spectre.Console;

namespace EdgarApi.Cli.Import;

/// <summary><c>edgar import</c>: imports the SEC's bulk files into Postgres or a folder of snapshots. Resumes if interrupted.</summary>
internal static class ImportCommand
{
    public static Command Create(Terminal terminal)
    {
        var from = new Option<string>("--from")
        {
            Description = "companyfacts.zip, a folder of its files, or a folder with it, submissions.zip and the ticker lists.",
            Required = true, HelpName = "path",
        };
        var submissions = new Option<string?>("--submissions")
        {
            Description = "submissions.zip or a folder of its files, for profiles and filings.", HelpName = "path",
        };
        var to = new Option<string>("--to")
        {
            Description = "'postgres', or a folder for snapshots.", Required = true, HelpName = "postgres|folder",
        };
        var connection = PrimaryDatabase.CreateOption();
        var restart = new Option<bool>("--restart")
        {
            Description = "Start over instead of resuming an interrupted import of the same files.",
        };
        var command = new Command("import", "Import the SEC's bulk files.") { from, submissions, to, connection, restart };
        command.SetAction((parsed, cancellation) =>
        {
            var target = parsed.GetRequiredValue(to);
            var source = new BulkCompanySource(BulkLayout.Find(parsed.GetRequiredValue(from), parsed.GetValue(submissions)));
            IImport import = target == "postgres"
                ? new PostgresImport(PrimaryDatabase.GetConnectionString(parsed.GetValue(connection)))
                : new SnapshotImport(target);
            return RunAsync(terminal, source, import, parsed.GetValue(restart), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        Terminal terminal, BulkCompanySource source, IImport import, bool restart, CancellationToken cancellationToken)
    {
        var file = GetCheckpointFile(import);
        if (restart) File.Delete(file);
        using var checkpoint = ImportCheckpoint.Open(file, source.Fingerprint);
        source.Checkpoint = checkpoint;
        if (checkpoint.Count > 0)
            terminal.Error.WriteLine($"Resuming: {checkpoint.Count:N0} companies are already imported (--restart starts over).");

        var result = await ImportProgress.ShowAsync(
            terminal.Error, source, () => import.RunAsync(source, checkpoint.MarkDone, cancellationToken)).ConfigureAwait(false);
        // The checkpoint holds only stored documents, so the next import retries failed ones.
        checkpoint.Complete();
        foreach (var fault in result.Failures)
        {
            var position = fault.Offset is { } offset ? $" (at byte {offset})" : "";
            terminal.Error.WriteLine($"failed: {fault.File}{position}: {fault.Reason}");
        }
        terminal.Out.WriteLine(
            $"{result.Written:N0} written, {result.Unchanged:N0} unchanged, {result.Failures.Count:N0} failed, in {import.Target}");
        return result.Failures.Count == 0 ? 0 : 1;
    }

    /// <summary>Gets the file for a target, so that imports into different targets do not affect each other.</summary>
    private static string GetCheckpointFile(IImport import)
    {
        var folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        var name = Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(import.Target)));
        return Path.Combine(folder.Length > 0 ? folder : Path.GetTempPath(), "edgar", $"import-{name}.checkpoint");
    }
}
