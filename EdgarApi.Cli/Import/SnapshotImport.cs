using System.Collections.Concurrent;
using EdgarApi.Financials.Facts;
using EdgarApi.Sec.Bulk;
using EdgarApi.Sec.Snapshots;
using EdgarApi.Sec.Sources;

namespace EdgarApi.Cli.Import;

/// <summary>Imports into a folder of snapshots.</summary>
internal sealed class SnapshotImport(string folder) : IImport
{
    public string Target => Path.GetFullPath(folder);

    public async Task<ImportResult> RunAsync(BulkCompanySource source, Action<string> onDone, CancellationToken cancellationToken)
    {
        var (snapshots, written, failures) = (new SnapshotFolder(folder), 0, new ConcurrentQueue<DocumentFault>());
        var listings = await source.ReadListingsAsync(cancellationToken).ConfigureAwait(false);
        if (listings.Count > 0) await snapshots.WriteListingsAsync(listings, cancellationToken).ConfigureAwait(false);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(source.ReadAsync(cancellationToken), options, async (document, token) =>
        {
            if (Parse(document, out var fault) is not { } facts)
            {
                failures.Enqueue(fault!);
                return;
            }

            await snapshots.WriteAsync(facts, document.Profile, document.Filings, token).ConfigureAwait(false);
            onDone(document.Origin);
            Interlocked.Increment(ref written);
        }).ConfigureAwait(false);
        return new ImportResult(written, 0, [.. failures.OrderBy(fault => fault.File, StringComparer.Ordinal)]);
    }

    private static CompanyFacts? Parse(CompanyDocument document, out DocumentFault? fault)
    {
        if ((fault = document.Fault) is not null) return null;
        try
        {
            var facts = CompanyFacts.Parse(document.Facts!.Value.Span);
            if (facts.Cik == document.Cik) return facts;
            fault = new DocumentFault(document.Origin, null, $"contains the facts of CIK {facts.Cik}");
        }
        catch (CompanyFactsFormatException error)
        {
            fault = new DocumentFault(document.Origin, error.Offset, error.Reason);
        }

        return null;
    }
}
