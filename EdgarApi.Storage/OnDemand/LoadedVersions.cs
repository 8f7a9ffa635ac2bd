using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Postgres;
using Npgsql;

namespace EdgarApi.Storage.OnDemand;

/// <summary>
/// Versions of loaded companies on the primary, which is never behind, and the lock that lets one process at a time load a company.
/// </summary>
internal sealed class LoadedVersions(NpgsqlDataSource primary)
{
    /// <summary>Waits until no other process is loading the company.</summary>
    public async Task<IAsyncDisposable> LockAsync(Cik company, CancellationToken cancellationToken) =>
        await AdvisoryLock.AcquireAsync($"edgar-load-{company}", primary, cancellationToken).ConfigureAwait(false);

    /// <summary>The company's published version; null if not loaded.</summary>
    public Task<long?> FindAsync(Cik company, CancellationToken cancellationToken) => primary.QuerySingleOrDefaultAsync<long?>(
        "select version from company_facts where cik = @Cik", new { Cik = company.Value }, cancellationToken);
}
