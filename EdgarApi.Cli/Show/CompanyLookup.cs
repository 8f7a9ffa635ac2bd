using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Facts;
using EdgarApi.Sec.Bulk;
using EdgarApi.Sec.Files;
using EdgarApi.Sec.Snapshots;
using EdgarApi.Sec.Sources;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Cli.Show;

/// <summary>A company with its facts.</summary>
internal sealed record FoundCompany(string Name, string? Ticker, CompanyFacts Facts);

/// <summary>Finds a company in the sample, in a folder of snapshots or in the SEC's bulk files.</summary>
internal static class CompanyLookup
{
    public static async Task<FoundCompany> FindAsync(string id, string? from, CancellationToken cancellationToken)
    {
        var snapshots = from is null ? SnapshotFolder.Sample : SnapshotFolder.IsOne(from) ? new SnapshotFolder(from) : null;
        var bulk = snapshots is null ? new BulkCompanySource(BulkLayout.Find(from!)) : null;
        var listings = await ((ICompanySource?)snapshots ?? bulk!).ReadListingsAsync(cancellationToken).ConfigureAwait(false);
        // A zip alone has no ticker list; the sample's serves as well.
        if (listings.Count == 0) listings = await SnapshotFolder.Sample.ReadListingsAsync(cancellationToken).ConfigureAwait(false);
        var directory = new ListingDirectory(listings);
        var entry = directory.Find(id);
        if ((entry?.Cik ?? (Cik.TryParse(id.AsSpan(), out var number) ? number : null)) is not { } cik)
            throw new CommandException($"no company '{id}'.{Suggestion(directory.Suggest(id))}");

        var document = snapshots is not null ? await ReadAsync(snapshots, cik, cancellationToken).ConfigureAwait(false)
            : await ReadAsync(bulk!, cik, cancellationToken).ConfigureAwait(false);
        if (document is null) throw new CommandException($"{Called(entry, cik)} has no facts in {from ?? "the bundled sample"}.{Held(snapshots, listings)}");
        if (document.Fault is { } fault) throw new SecDataException(fault.File, fault.Reason, fault.Offset);
        var facts = Decode(document);
        return new FoundCompany(document.Profile?.Name ?? entry?.Name ?? facts.EntityName, document.Profile is { Tickers: [var main, ..] } ? main : entry?.Ticker, facts);
    }

    private static async Task<CompanyDocument?> ReadAsync(SnapshotFolder snapshots, Cik cik, CancellationToken cancellationToken) =>
        snapshots.Companies.Contains(cik) ? await snapshots.ReadOneAsync(cik, cancellationToken).ConfigureAwait(false) : null;

    private static async Task<CompanyDocument?> ReadAsync(BulkCompanySource bulk, Cik cik, CancellationToken cancellationToken)
    {
        bulk.Only = new HashSet<Cik> { cik };
        return await bulk.ReadAsync(cancellationToken).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    }

    private static CompanyFacts Decode(CompanyDocument document)
    {
        var bytes = document.Facts!.Value.Span;
        try
        {
            var sic = document.Profile?.Sic;
            return document.Encoding == FactsEncoding.Snapshot ? CompanyFacts.FromSnapshot(bytes, sic) : CompanyFacts.Parse(bytes, sic);
        }
        catch (CompanyFactsFormatException error)
        {
            throw new SecDataException(document.Origin, error);
        }
    }

    private static string Suggestion(IReadOnlyList<string> tickers) => tickers.Count == 0 ? "" : $" Did you mean {string.Join(", ", tickers)}?";

    private static string Called(CompanyEntry? entry, Cik cik) => entry is null ? $"CIK {cik}" : $"{entry.Ticker ?? cik.ToString()} ({entry.Name})";

    private static string Held(SnapshotFolder? snapshots, IReadOnlyList<CompanyProfile> listings)
    {
        if (snapshots is null) return "";
        var held = snapshots.Companies.ToHashSet();
        var tickers = listings.Where(company => held.Contains(company.Cik)).Select(company => company.Tickers[0]).Take(20);
        return $" It holds {string.Join(", ", tickers)}. Others come from the SEC's bulk files: --from companyfacts.zip";
    }
}
