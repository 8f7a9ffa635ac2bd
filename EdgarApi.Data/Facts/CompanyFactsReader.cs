using System.Globalization;
using Dapper;
using EdgarApi.Data.Companies;
using EdgarApi.Data.Postgres.Routing;
using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Facts;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using ZiggyCreatures.Caching.Fusion;

namespace EdgarApi.Data.Facts;

/// <inheritdoc cref="ICompanyFactsReader"/>
/// <remarks>Decoded facts are immutable and keyed by version, so an entry is never wrong, only evicted: the least recently used go first.</remarks>
internal sealed class CompanyFactsReader : ICompanyFactsReader, IDisposable
{
    private readonly IReadRouter router;
    private readonly MemoryCache memory;
    private readonly FusionCache cache;

    public CompanyFactsReader(IReadRouter router, IOptions<FactsOptions> options)
    {
        this.router = router;
        memory = new MemoryCache(new MemoryCacheOptions { SizeLimit = (long)options.Value.CacheMegabytes << 20 });
        cache = new FusionCache(new FusionCacheOptions { CacheName = "facts" }, memory);
    }

    public async ValueTask<CompanyFacts?> GetAsync(CompanyEntry company, CancellationToken cancellationToken)
    {
        if (!company.IsLoaded) return null;
        var key = string.Create(CultureInfo.InvariantCulture, $"facts:{company.Cik}:{company.DataHash}:{company.Version}");
        // One load for all who wait, and it belongs to none of them: a caller who gives up does not end it for the others.
        var loading = cache.GetOrSetAsync<CompanyFacts?>(
            key,
            async (context, token) =>
            {
                var facts = await LoadAsync(company, token).ConfigureAwait(false);
                context.Options.Size = facts?.SizeInBytes ?? 1;
                return facts;
            },
            options => options.SetDuration(TimeSpan.FromHours(1)).SetSize(1),
            token: CancellationToken.None);
        return loading.IsCompletedSuccessfully ? loading.Result : await loading.AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        cache.Dispose();
        memory.Dispose();
    }

    private async Task<CompanyFacts?> LoadAsync(CompanyEntry company, CancellationToken cancellationToken)
    {
        var row = await router.ReadAsync(
            ReadRole.Api,
            (connection, token) => connection.QuerySingleOrDefaultAsync<Snapshot>(new CommandDefinition(
                "select version as Version, payload as Payload from company_facts where cik = @Cik", new { Cik = company.Cik.Value }, cancellationToken: token)),
            row => row?.Version >= company.Version,
            cancellationToken).ConfigureAwait(false);
        return row is null ? null : CompanyFacts.FromSnapshot(row.Payload);
    }

    private sealed record Snapshot(long Version, byte[] Payload);
}
