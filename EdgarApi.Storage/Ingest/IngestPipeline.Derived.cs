using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Facts;
using EdgarApi.Storage.Metrics;
using EdgarApi.Storage.Postgres;
using Microsoft.Extensions.Logging;

namespace EdgarApi.Storage.Ingest;

/// <summary>
/// Adds screening rows and packed series to companies that an earlier version ingested without them and that no source provides again.
/// </summary>
public sealed partial class IngestPipeline
{
    private async Task FillDerivedAsync(CancellationToken cancellationToken)
    {
        var missing = await _primary.QueryAsync<long>(
            "select cik from company_facts where screening_hash is null or series_layout is distinct from @Layout order by cik",
            new { PackedSeries.Layout }, cancellationToken).ConfigureAwait(false);
        var filled = 0;
        foreach (var cik in missing)
        {
            if (await ReadStoredAsync(new Cik(cik), cancellationToken).ConfigureAwait(false) is not { } company) continue;
            if (await _store.WriteAsync(company, cancellationToken).ConfigureAwait(false) is { } version)
            {
                await WriteThroughAsync(company, version, cancellationToken).ConfigureAwait(false);
                await _publisher.PublishAsync([version], cancellationToken).ConfigureAwait(false);
            }

            filled++;
        }

        if (filled > 0) LogFilled(filled);
    }

    /// <summary>Reads a company's snapshot, and computes from it what an ingest would.</summary>
    private async Task<PreparedCompany?> ReadStoredAsync(Cik cik, CancellationToken cancellationToken)
    {
        var stored = (await _primary.QueryAsync<(byte[] Payload, string? Sic, byte[] SourceHash)>(
            "select f.payload, c.sic, c.source_hash from company_facts f join companies c using (cik) where f.cik = @Cik",
            new { Cik = cik.Value }, cancellationToken).ConfigureAwait(false)).Single();
        try
        {
            var facts = CompanyFacts.FromSnapshot(stored.Payload, stored.Sic);
            return new PreparedCompany(cik, stored.SourceHash, Profile: null, Filings: null, PreparedFacts.From(facts, stored.Payload));
        }
        catch (Exception error)
        {
            // One company that the engine cannot handle must not stop the thousands of others.
            LogFailed($"snapshot of CIK {cik}", null, $"{error.GetType().Name}: {error.Message}");
            return null;
        }
    }

    [LoggerMessage(LogLevel.Information, "Computed the screening rows and series of {Companies} companies from their snapshots")]
    private partial void LogFilled(int companies);
}
