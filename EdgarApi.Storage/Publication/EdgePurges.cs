using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Postgres;
using Npgsql;

namespace EdgarApi.Storage.Publication;

/// <summary>A company whose copies at the edge are older than its data.</summary>
/// <param name="Cik">The company.</param>
/// <param name="Version">Its data version.</param>
/// <param name="Tickers">Its ticker symbols.</param>
public sealed record OutdatedCompany(Cik Cik, long Version, IReadOnlyList<string> Tickers);

/// <summary>
/// Remembers on the primary up to which version the edge is purged, so that neither a restart nor an outage of Redis loses a company.
/// Versions become visible in order.
/// </summary>
public sealed class EdgePurges
{
    private readonly NpgsqlDataSource _primary;

    internal EdgePurges(NpgsqlDataSource primary) => _primary = primary;

    /// <summary>Gets the version up to which the edge is purged; null before the first purge.</summary>
    public async Task<long?> FindVersionAsync(CancellationToken cancellationToken) => await _primary.QuerySingleOrDefaultAsync<long?>(
        "select version from edge_purges", null, cancellationToken).ConfigureAwait(false);

    /// <summary>Gets companies with newer versions, the oldest version first.</summary>
    /// <param name="after">The version up to which the edge is purged.</param>
    /// <param name="age">Only versions that are at least as old as this, which the API's processes serve by now.</param>
    /// <param name="limit">Maximum number of companies.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<IReadOnlyList<OutdatedCompany>> FindOutdatedAsync(
        long after, TimeSpan age, int limit, CancellationToken cancellationToken)
    {
        var rows = await _primary.QueryAsync<Row>(
            """
            select f.cik, f.version, array(select t.ticker from tickers t where t.cik = f.cik order by t.position) as tickers
            from company_facts f where f.version > @After and f.published_at <= clock_timestamp() - @Age order by f.version limit @Limit
            """,
            new { After = after, Age = age, Limit = limit }, cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => new OutdatedCompany(new Cik(row.Cik), row.Version, row.Tickers))];
    }

    /// <summary>Gets the newest version that is at least this old; 0 if every version is newer.</summary>
    public Task<long> GetNewestVersionAsync(TimeSpan age, CancellationToken cancellationToken) => _primary.QuerySingleAsync<long>(
        "select coalesce(max(version), 0) from company_facts where published_at <= clock_timestamp() - @Age", new { Age = age },
        cancellationToken);

    /// <summary>Records that the edge is purged up to a version. Never goes back.</summary>
    public Task SaveAsync(long version, CancellationToken cancellationToken) => _primary.ExecuteAsync(
        """
        insert into edge_purges (version, purged_at) values (@Version, clock_timestamp())
        on conflict (id) do update set version = greatest(edge_purges.version, excluded.version), purged_at = excluded.purged_at
        """,
        new { Version = version }, cancellationToken);

    private sealed record Row
    {
        public long Cik { get; init; }

        public long Version { get; init; }

        public string[] Tickers { get; init; } = [];
    }
}
