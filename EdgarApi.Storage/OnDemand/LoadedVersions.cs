using Dapper;
using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Postgres;
using Npgsql;

namespace EdgarApi.Storage.OnDemand;

/// <summary>Which companies are loaded, by the primary, which is never behind; and the lock by which one process loads a company at a time.</summary>
internal sealed class LoadedVersions(NpgsqlDataSource primary)
{
    /// <summary>Waits until no other process loads the company.</summary>
    public async Task<IAsyncDisposable> LockAsync(Cik company, CancellationToken cancellationToken) =>
        await AdvisoryLock.TakeAsync($"edgar-load-{company}", primary, cancellationToken).ConfigureAwait(false);

    /// <summary>The company's published version; null when none is loaded.</summary>
    public async Task<long?> FindAsync(Cik company, CancellationToken cancellationToken)
    {
        var connection = await primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        return await connection.QuerySingleOrDefaultAsync<long?>(new CommandDefinition(
            "select version from company_facts where cik = @Cik", new { Cik = company.Value }, cancellationToken: cancellationToken)).ConfigureAwait(false);
    }
}
