using Dapper;
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
    public async Task<long?> FindAsync(Cik company, CancellationToken cancellationToken)
    {
        var connection = await primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        return await connection.QuerySingleOrDefaultAsync<long?>(new CommandDefinition(
            "select version from company_facts where cik = @Cik", new { Cik = company.Value }, cancellationToken: cancellationToken))
                .ConfigureAwait(false);
    }
}
