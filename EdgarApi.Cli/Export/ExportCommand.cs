using System.CommandLine;
using EdgarApi.Datasets;
using EdgarApi.Datasets.Files;
using EdgarApi.Storage.Datasets;
using EdgarApi.Storage.Routing;
using Npgsql;
using ParquetSharp;
using Spectre.Console;

namespace EdgarApi.Cli.Export;

/// <summary><c>edgar export</c>: writes the datasets of a database into a new folder.</summary>
internal static class ExportCommand
{
    public const string Name = "export";

    public static Command Create(Terminal terminal)
    {
        var format = new Option<string>("--format")
        {
            Description = "'parquet' or 'csv'.", DefaultValueFactory = _ => "parquet", HelpName = "parquet|csv",
        };
        format.AcceptOnlyFromAmong("parquet", "csv");
        var to = new Option<string>("--out")
        {
            Description = "Folder to create. It appears when it is complete.", Required = true, HelpName = "folder",
        };
        var since = Numbers.CreateOptional(
            "--since", "Only companies that changed after this data version, such as dataVersion in the manifest of an export.",
            0, long.MaxValue, "version");
        var connection = PrimaryDatabase.CreateOption();
        var command = new Command(Name, "Export all values, facts, filings and companies, a file per year.")
        {
            format, to, since, connection,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            terminal, PrimaryDatabase.GetConnectionString(parsed.GetValue(connection)), parsed.GetRequiredValue(to),
            parsed.GetValue(format) == "csv" ? ExportFormat.Csv : ExportFormat.Parquet, parsed.GetValue(since), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        Terminal terminal, string connection, string folder, ExportFormat format, long? since, CancellationToken cancellationToken)
    {
        var database = NpgsqlDataSource.Create(connection);
        await using var _ = database.ConfigureAwait(false);
        var export = new FolderExport(new DatasetExport(new CompanyExportReader(new DirectExport(database))), TimeProvider.System);
        try
        {
            var manifest = await export.RunAsync(folder, format, since, cancellationToken).ConfigureAwait(false);
            Write(terminal, folder, manifest);
            return 0;
        }
        catch (ParquetException error)
        {
            throw new CommandException($"cannot write the files: {error.Message}");
        }
        catch (DamagedDataException error)
        {
            throw new CommandException(error.Message);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            throw new CommandException("the database has no tables of companies yet. 'edgar import --to postgres' creates them.");
        }
    }

    private static void Write(Terminal terminal, string folder, DatasetManifest manifest)
    {
        foreach (var dataset in manifest.Files.GroupBy(file => file.Name))
        {
            terminal.Out.WriteLine(
                $"{dataset.Key,-9} {dataset.Sum(file => file.Rows),13:N0} rows  {dataset.Count(),3} files "
                + $"{dataset.Sum(file => file.Bytes) / 1e6,10:N1} MB");
        }

        var changes = manifest.Since is { } since ? $"changes after version {since}, " : "";
        terminal.Out.WriteLine($"{changes}up to data version {manifest.DataVersion}, in {folder}");
    }
}
