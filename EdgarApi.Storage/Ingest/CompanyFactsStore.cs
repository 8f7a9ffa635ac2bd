using Dapper;
using EdgarApi.Financials.Companies;
using Npgsql;
using NpgsqlTypes;

namespace EdgarApi.Storage.Ingest;

/// <summary>Writes companies to the primary: each in one transaction, and only the parts of it that changed.</summary>
public sealed class CompanyFactsStore
{
    private readonly NpgsqlDataSource primary;

    internal CompanyFactsStore(NpgsqlDataSource primary) => this.primary = primary;

    /// <summary>
    /// Advisory lock of a transaction, held from drawing a version to the commit: versions become visible in their order and a reader that asks for later ones
    /// misses none.
    /// </summary>
    public const long PublicationLock = 0x6564676172;

    /// <summary>What the sources gave when each company was last ingested, to pass over what did not change.</summary>
    internal async Task<IReadOnlyDictionary<Cik, byte[]>> ReadSourceHashesAsync(CancellationToken cancellationToken)
    {
        var connection = await primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var rows = await connection.QueryAsync<(long Cik, byte[] Hash)>(new CommandDefinition(
            "select cik, source_hash from companies where source_hash is not null", cancellationToken: cancellationToken)).ConfigureAwait(false);
        return rows.ToDictionary(row => new Cik(row.Cik), row => row.Hash);
    }

    /// <summary>Writes a company; null when nothing readable changed, and then nothing is written that a reader could tell.</summary>
    internal async Task<WrittenVersion?> WriteAsync(PreparedCompany company, CancellationToken cancellationToken)
    {
        var connection = await primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = transaction.ConfigureAwait(false);
        var write = new CompanyWrite(connection, company, cancellationToken);

        var before = await write.LockAsync().ConfigureAwait(false);
        var after = before.With(company);
        if (before.Profile is null || !Same(before.Profile, after.Profile)) await write.ProfileAsync(after.Profile).ConfigureAwait(false);
        if (company.Filings is not null && !Same(before.Filings, after.Filings)) await write.FilingsAsync(after.Filings!).ConfigureAwait(false);
        if (company.Facts is not null && !Same(before.Values, after.Values)) await write.MetricValuesAsync().ConfigureAwait(false);
        await write.SourceHashAsync().ConfigureAwait(false);
        var version = after.SameAs(before)
            ? (long?)null
            : await PublishAsync(connection, company, after, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);

        return version is null ? null : new WrittenVersion(
            company.Cik, version.Value, Convert.ToHexStringLower(after.Combined()), await PositionAsync(connection, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<long> PublishAsync(
        NpgsqlConnection connection, PreparedCompany company, PartHashes after, CancellationToken cancellationToken)
    {
        const string Sql = """
            select pg_advisory_xact_lock(@Lock);
            update companies set revision = nextval('data_version') where cik = @Cik returning revision;
            """;
        var cik = company.Cik.Value;
        var results = await connection.QueryMultipleAsync(new CommandDefinition(
            Sql, new { Lock = PublicationLock, Cik = cik }, cancellationToken: cancellationToken)).ConfigureAwait(false);
        await using var _ = results.ConfigureAwait(false);
        await results.ReadAsync<object>().ConfigureAwait(false);
        var version = await results.ReadSingleAsync<long>().ConfigureAwait(false);
        if (after.Facts is null) return version;

        const string KeepFacts = "update company_facts set version = @Version, data_hash = @DataHash, published_at = clock_timestamp() where cik = @Cik";
        const string NewFacts = """
            insert into company_facts (cik, version, data_hash, facts_hash, values_hash, payload, last_filed, published_at)
            values (@Cik, @Version, @DataHash, @FactsHash, @ValuesHash, @Payload, @LastFiled, clock_timestamp())
            on conflict (cik) do update set
                version = excluded.version, data_hash = excluded.data_hash, facts_hash = excluded.facts_hash, values_hash = excluded.values_hash,
                payload = excluded.payload, last_filed = excluded.last_filed, published_at = excluded.published_at
            """;
        await connection.ExecuteAsync(new CommandDefinition(
            company.Facts is null ? KeepFacts : NewFacts,
            new
            {
                Cik = cik, Version = version, DataHash = after.Combined(), FactsHash = after.Facts, ValuesHash = after.Values,
                Payload = company.Facts?.Snapshot, company.Facts?.LastFiled,
            },
            cancellationToken: cancellationToken)).ConfigureAwait(false);
        return version;
    }

    /// <summary>A place in the write-ahead log past all that the connection has committed.</summary>
    public static async Task<NpgsqlLogSequenceNumber> PositionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand("select pg_current_wal_lsn()", connection);
        await using var _ = command.ConfigureAwait(false);
        return (NpgsqlLogSequenceNumber)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    private static bool Same(byte[]? one, byte[]? other) => one.AsSpan().SequenceEqual(other) && one is null == other is null;
}

/// <summary>A version that was committed.</summary>
/// <param name="Cik">The filer.</param>
/// <param name="Version">Its new data version.</param>
/// <param name="DataHash">Content hash of its data, lower-case hex.</param>
/// <param name="Position">A place in the write-ahead log that is past the commit.</param>
public sealed record WrittenVersion(Cik Cik, long Version, string DataHash, NpgsqlLogSequenceNumber Position);
