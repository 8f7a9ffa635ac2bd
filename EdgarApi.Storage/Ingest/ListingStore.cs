using Dapper;
using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace EdgarApi.Storage.Ingest;

/// <summary>Writes the SEC's ticker list: thousands of companies in one transaction, but only the changes.</summary>
internal sealed class ListingStore(NpgsqlDataSource primary)
{
    // A company with a profile keeps its name and tickers; the list only sets its rank.
    private const string Merge = """
        insert into companies (cik, name, listing_rank, revision)
        select cik, name, rank, nextval('data_version') from listing
        on conflict (cik) do update set
            listing_rank = excluded.listing_rank,
            name = case when companies.profile_hash is null then excluded.name else companies.name end,
            revision = excluded.revision
        where companies.listing_rank is distinct from excluded.listing_rank
            or (companies.profile_hash is null and companies.name <> excluded.name);

        create temporary table retickered on commit drop as
        select l.cik from listing l join companies c using (cik)
        where c.profile_hash is null
            and l.tickers is distinct from (select array_agg(t.ticker order by t.position) from tickers t where t.cik = l.cik);

        delete from tickers where cik in (select cik from retickered);
        insert into tickers (cik, position, ticker, exchange)
        select l.cik, each.position, each.ticker, coalesce(each.exchange, '')
        from listing l join retickered using (cik), unnest(l.tickers, l.exchanges) with ordinality as each (ticker, exchange, position)
        where each.ticker is not null;
        update companies set revision = nextval('data_version') where cik in (select cik from retickered) and revision <> 0;
        """;

    /// <summary>Writes the list; its order is the rank.</summary>
    public async Task WriteAsync(IReadOnlyList<CompanyProfile> listings, CancellationToken cancellationToken)
    {
        if (listings.Count == 0) return;
        var transaction = await primary.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = transaction.ConfigureAwait(false);
        var connection = transaction.Connection;
        await connection.ExecuteAsync(new CommandDefinition(
            """
            create temporary table listing (cik bigint primary key, name text, tickers text[], exchanges text[], rank integer)
            on commit drop
            """,
            cancellationToken: cancellationToken)).ConfigureAwait(false);
        await CopyAsync(connection, listings, cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(@Lock)", new { Lock = CompanyFactsStore.PublicationLock }, cancellationToken: cancellationToken))
                .ConfigureAwait(false);
        await connection.ExecuteAsync(new CommandDefinition(Merge, cancellationToken: cancellationToken)).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task CopyAsync(
        NpgsqlConnection connection, IReadOnlyList<CompanyProfile> listings, CancellationToken cancellationToken)
    {
        var copy =
            await connection.BeginBinaryImportAsync("copy listing from stdin (format binary)", cancellationToken).ConfigureAwait(false);
        await using var _ = copy.ConfigureAwait(false);
        foreach (var (rank, listing) in listings.DistinctBy(listing => listing.Cik).Index())
        {
            await copy.StartRowAsync(cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(listing.Cik.Value, NpgsqlDbType.Bigint, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(listing.Name, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(
                listing.Tickers.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(
                listing.Exchanges.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(rank, NpgsqlDbType.Integer, cancellationToken).ConfigureAwait(false);
        }

        await copy.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }
}
