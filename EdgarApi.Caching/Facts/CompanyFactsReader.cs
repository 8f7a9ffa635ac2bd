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
/// Reads from memory, then Redis, then a replica. Decoded facts are immutable and their keys contain the version, so entries are never
/// outdated, only evicted, least recently used first.
/// </remarks>
internal sealed class CompanyFactsReader(IReadRouter router, SnapshotTier snapshots, IOptions<FactsOptions> options, TimeProvider time)
    : ICompanyFactsReader, IVersionListener, IDisposable
{
    /// <summary>Maximum number of companies fetched and decoded concurrently.</summary>
    public const int MaxConcurrent = 10;

    private readonly FactsMemory _memory = new(options.Value, time);

    /// <summary>The facts in memory.</summary>
    internal FactsMemory Memory => _memory;

    private readonly ConcurrencyLimiter _decoding = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = MaxConcurrent, QueueLimit = int.MaxValue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    public async ValueTask<CompanyFacts?> GetAsync(CompanyEntry company, CancellationToken cancellationToken)
    {
        if (!company.IsLoaded) return null;
        var key = string.Create(CultureInfo.InvariantCulture, $"facts:{{{company.Cik}}}:{company.DataHash}:{company.Version}");
        // A caller that gives up does not cancel the load for the others.
        var loading = _memory.GetOrLoadAsync(key, token => LoadAsync(company, token));
        return loading.IsCompletedSuccessfully ? loading.Result : await loading.AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Changed(IReadOnlySet<Cik> companies) => _memory.Release(companies);

    public void Dispose()
    {
        _memory.Dispose();
        _decoding.Dispose();
    }

    private async Task<CompanyFacts?> LoadAsync(CompanyEntry company, CancellationToken cancellationToken)
    {
        using var permit = await _decoding.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
        if (await snapshots.ReadAsync(company.Cik, company.Version, company.DataHash, cancellationToken).ConfigureAwait(false)
            is { } snapshot)
            return CompanyFacts.FromSnapshot(snapshot, company.Sic);

        var row = await router.ReadAsync(
            ReadRole.Api, Freshness.AtLeast(company),
            (connection, token) => connection.QuerySingleOrDefaultAsync<Snapshot>(new CommandDefinition(
                "select version, payload from company_facts where cik = @Cik", new { Cik = company.Cik.Value },
                cancellationToken: token)),
            cancellationToken).ConfigureAwait(false);
        if (row is null) return null;
        // A replica may have a newer version than this process knows: usable for the response, but not for this key.
        if (row.Version == company.Version)
            await snapshots.WriteAsync(
                company.Cik, company.Version, company.DataHash, row.Payload, cancellationToken).ConfigureAwait(false);
        return CompanyFacts.FromSnapshot(row.Payload, company.Sic);
    }

    private sealed record Snapshot(long Version, byte[] Payload);
}
