using System.CommandLine;
using System.Diagnostics;
using EdgarApi.Sec.Bulk;
using EdgarApi.Sec.Universe;
using Spectre.Console;

namespace EdgarApi.Cli.Universe;

/// <summary><c>edgar universe</c>: generates many companies from a few real ones, for measurements.</summary>
internal static class UniverseCommand
{
    private const int Step = 500;
    private const int MaxRevision = 100;

    public static Command Create(Terminal terminal)
    {
        var companies = Numbers.CreateOptional(
            "--companies", $"Number of companies, 1 to {UniverseGenerator.MaxCompanies}.", 1, UniverseGenerator.MaxCompanies);
        companies.Required = true;
        var revision = Numbers.CreateOptional(
            "--revision", "A later state of the same companies, with other amounts: 1 to 100.", 1, MaxRevision);
        var from = new Option<string>("--from")
        {
            Description = "Folder with companyfacts.zip and submissions.zip of real companies.", Required = true, HelpName = "folder",
        };
        var output = new Option<string>("--out") { Description = "Folder to write.", Required = true, HelpName = "folder" };
        var command = new Command(
            "universe",
            "Generate companies from real ones, in the SEC's bulk format: with other CIKs, tickers and accession numbers, and amounts "
            + "multiplied by a factor of their own.")
        {
            companies, from, output, revision,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            terminal, parsed.GetRequiredValue(companies)!.Value, parsed.GetValue(revision) ?? 0, parsed.GetRequiredValue(from),
            parsed.GetRequiredValue(output), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        Terminal terminal, int companies, int revision, string from, string output, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var progress = new SteppedProgress(terminal, companies);
        await new UniverseGenerator(BulkLayout.Find(from)) { Revision = revision }
            .WriteAsync(output, companies, progress, cancellationToken).ConfigureAwait(false);
        var size = new DirectoryInfo(output).EnumerateFiles().Sum(file => file.Length);
        terminal.Out.WriteLine(FormattableString.Invariant(
            $"{companies:N0} companies in {output}, {size / 1e6:N0} MB, {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} s"));
        return 0;
    }

    private sealed class SteppedProgress(Terminal terminal, int companies) : IProgress<int>
    {
        public void Report(int value)
        {
            if (value % Step == 0 && value < companies)
                terminal.Error.WriteLine(FormattableString.Invariant($"{value:N0} of {companies:N0} companies"));
        }
    }
}
