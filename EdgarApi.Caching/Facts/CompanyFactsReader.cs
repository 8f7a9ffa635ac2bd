using System.Globalization;
using System.Threading.RateLimiting;
using Dapper;
using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Facts;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Routing;
using Microsoft.Extensions.Options;

namespace EdgarApi.Caching.Facts;

/// <inheritdoc cref="ICompanyFactsReader"/>
/// <remarks>
/// From memory, else Redis, else a replica. Decoded facts are immutable and keyed by version, so an entry is never wrong, only evicted: the least recently
/// used go first.
/// </remarks>
internal sealed class CompanyFactsReader(IReadRouter router, SnapshotTier snapshots, IOptions<FactsOptions> options, TimeProvider time)
    : ICompanyFactsReader, IVersionListener, IDisposable
{
    /// <summary>Companies fetched and decoded at once; the others wait in line.</summary>
    public const int MaxConcurrent = 10;

    private readonly FactsMemory memory = new(options.Value, time);

    /// <summary>The facts in memory.</summary>
    internal FactsMemory Memory => memory;

    private readonly ConcurrencyLimiter decoding = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = MaxConcurrent, QueueLimit = int.MaxValue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    public async ValueTask<CompanyFacts?> GetAsync(CompanyEntry company, CancellationToken cancellationToken)
    {
        if (!company.IsLoaded) return null;
        var key = string.Create(CultureInfo.InvariantCulture, $"facts:{{{company.Cik}}}:{company.DataHash}:{company.Version}");
        // A caller who gives up does not end the load for the others.
        var loading = memory.GetOrLoadAsync(key, token => LoadAsync(company, token));
        return loading.IsCompletedSuccessfully ? loading.Result : await loading.AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Changed(IReadOnlySet<Cik> companies) => memory.Release(companies);

    public void Dispose()
    {
        memory.Dispose();
        decoding.Dispose();
    }

    private async Task<CompanyFacts?> LoadAsync(CompanyEntry company, CancellationToken cancellationToken)
    {
        using var turn = await decoding.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
        if (await snapshots.ReadAsync(company.Cik, company.Version, company.DataHash, cancellationToken).ConfigureAwait(false) is { } snapshot)
            return CompanyFacts.FromSnapshot(snapshot, company.Sic);

        var row = await router.ReadAsync(
            ReadRole.Api, Freshness.AtLeast(company),
            (connection, token) => connection.QuerySingleOrDefaultAsync<Snapshot>(new CommandDefinition(
                "select version as Version, payload as Payload from company_facts where cik = @Cik", new { Cik = company.Cik.Value }, cancellationToken: token)),
            cancellationToken).ConfigureAwait(false);
        if (row is null) return null;
        // A replica may be ahead of what this process knows: that is good to answer with, but not what the key says.
        if (row.Version == company.Version)
            await snapshots.WriteAsync(company.Cik, company.Version, company.DataHash, row.Payload, cancellationToken).ConfigureAwait(false);
        return CompanyFacts.FromSnapshot(row.Payload, company.Sic);
    }

    private sealed record Snapshot(long Version, byte[] Payload);
}
