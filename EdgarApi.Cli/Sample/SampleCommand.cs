using System.CommandLine;
using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Facts;
using EdgarApi.Sec.Bulk;
using EdgarApi.Sec.Files;
using EdgarApi.Sec.Snapshots;
using Spectre.Console;

namespace EdgarApi.Cli.Sample;

/// <summary><c>edgar sample</c>: writes the sample companies that are bundled with every program.</summary>
internal static class SampleCommand
{
    /// <summary>Well-known companies that cover what is difficult: 52/53-week calendars, splits, IFRS and two currencies.</summary>
    private static readonly string[] Companies = ["AAPL", "NVDA", "GOOGL", "AMD", "WMT", "HD", "COST", "PG", "MCD", "NKE", "TSM", "RY"];

    private const int MaxFilings = 1000;

    public static Command Create(Terminal terminal)
    {
        var from = new Option<string>("--from")
        {
            Description = "Folder with companyfacts.zip, submissions.zip and the ticker lists.", Required = true, HelpName = "folder",
        };
        var to = new Option<string>("--to") { Description = "Folder to write.", DefaultValueFactory = _ => "samples", HelpName = "folder" };
        var description = $"Write the bundled sample: {string.Join(", ", Companies)} and the list of all listed companies.";
        var command = new Command("sample", description) { from, to };
        command.SetAction((parsed, cancellation) =>
            RunAsync(terminal, parsed.GetRequiredValue(from), parsed.GetRequiredValue(to), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, string from, string to, CancellationToken cancellationToken)
    {
        var source = new BulkCompanySource(BulkLayout.Find(from));
        var listings = await source.ReadListingsAsync(cancellationToken).ConfigureAwait(false);
        var wanted = Companies.ToDictionary(ticker => listings.FirstOrDefault(company => company.Tickers.Contains(ticker))?.Cik
            ?? throw new CommandException($"{from} has no ticker list with {ticker}"));
        source.Only = wanted.Keys.ToHashSet();

        var folder = new SnapshotFolder(to);
        var missing = wanted.Keys.ToHashSet();
        await foreach (var document in source.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (document.Fault is { } fault) throw new SecDataException(fault.File, fault.Reason, fault.Offset);
            var facts = Parse(document.Facts!.Value.Span, document.Origin);
            var filings = document.Filings?.Take(MaxFilings).ToArray();
            await folder.WriteAsync(facts, document.Profile, filings, cancellationToken).ConfigureAwait(false);
            missing.Remove(facts.Cik);
            terminal.Out.WriteLine($"{wanted[facts.Cik],-6} {facts.Count,7:N0} facts  {document.Profile?.Name}");
        }

        if (missing.Count > 0)
            throw new CommandException($"{from} has no facts of {string.Join(", ", missing.Select(cik => wanted[cik]))}");
        await folder.WriteListingsAsync(listings, cancellationToken).ConfigureAwait(false);
        var size = new DirectoryInfo(to).EnumerateFiles().Sum(file => file.Length);
        terminal.Out.WriteLine($"{wanted.Count} companies and {listings.Count:N0} listings in {to}, {size / 1e6:0.00} MB");
        return 0;
    }

    private static CompanyFacts Parse(ReadOnlySpan<byte> json, string origin)
    {
        try
        {
            return CompanyFacts.Parse(json);
        }
        catch (CompanyFactsFormatException error)
        {
            throw new SecDataException(origin, error);
        }
    }
}
