using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Facts;
using EdgarApi.Sec.Bulk;
using EdgarApi.Sec.Files;
using EdgarApi.Sec.Snapshots;
using EdgarApi.Sec.Sources;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Cli.Show;

/// <summary>A company and its facts.</summary>
internal sealed record FoundCompany(string Name, string? Ticker, CompanyFacts Facts);

/// <summary>Finds a company in the sample, in a folder of snapshots or in the SEC's bulk files.</summary>
internal static class CompanyLookup
{
    public static async Task<FoundCompany> FindAsync(string id, string? from, CancellationToken cancellationToken)
    {
        var snapshots = from is null ? SnapshotFolder.Sample : SnapshotFolder.IsSnapshotFolder(from) ? new SnapshotFolder(from) : null;
        var bulk = snapshots is null ? new BulkCompanySource(BulkLayout.Find(from!)) : null;
        var listings = await ((ICompanySource?)snapshots ?? bulk!).ReadListingsAsync(cancellationToken).ConfigureAwait(false);
        // A zip alone has no ticker list; fall back to the sample's.
        if (listings.Count == 0) listings = await SnapshotFolder.Sample.ReadListingsAsync(cancellationToken).ConfigureAwait(false);
        var listing = FindListing(listings, id);
        if ((listing?.Cik ?? (Cik.TryParse(id.AsSpan(), out var number) ? number : null)) is not { } cik)
            throw new CommandException($"unknown company '{id}'.{GetSuggestion(new ListingDirectory(listings).Suggest(id))}");

        var document = snapshots is not null ? await ReadAsync(snapshots, cik, cancellationToken).ConfigureAwait(false)
            : await ReadAsync(bulk!, cik, cancellationToken).ConfigureAwait(false);
        if (document is null)
            throw new CommandException(
                $"{GetDisplayName(listing, cik)} has no facts in {from ?? "the bundled sample"}.{ListCompanies(snapshots, listings)}");
        if (document.Fault is { } fault) throw new SecDataException(fault.File, fault.Reason, fault.Offset);
        var facts = Decode(document);
        var ticker = document.Profile is { Tickers: [var main, ..] } ? main : GetTicker(listing);
        return new FoundCompany(document.Profile?.Name ?? listing?.Name ?? facts.EntityName, ticker, facts);
    }

    /// <summary>Finds a listing by ticker or CIK. A scan is faster than building the directory's indexes for a single search.</summary>
    private static CompanyProfile? FindListing(IReadOnlyList<CompanyProfile> listings, string id)
    {
        var ticker = Ticker.Normalize(id);
        return listings.FirstOrDefault(listing => listing.Tickers.Any(listed => Ticker.Normalize(listed) == ticker))
            ?? (Cik.TryParse(id.AsSpan().Trim(), out var cik) ? listings.FirstOrDefault(listing => listing.Cik == cik) : null);
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

    private static string GetSuggestion(IReadOnlyList<string> tickers) =>
        tickers.Count == 0 ? "" : $" Did you mean {string.Join(", ", tickers)}?";

    private static string GetDisplayName(CompanyProfile? listing, Cik cik) =>
        listing is null ? $"CIK {cik}" : $"{GetTicker(listing) ?? cik.ToString()} ({listing.Name})";

    private static string? GetTicker(CompanyProfile? listing) => listing is { Tickers: [var main, ..] } ? main : null;

    private static string ListCompanies(SnapshotFolder? snapshots, IReadOnlyList<CompanyProfile> listings)
    {
        if (snapshots is null) return "";
        var available = snapshots.Companies.ToHashSet();
        var tickers = listings.Where(company => available.Contains(company.Cik)).Select(company => company.Tickers[0]).Take(20);
        return $" It contains {string.Join(", ", tickers)}. For other companies, use the SEC's bulk files: --from companyfacts.zip";
    }
}
