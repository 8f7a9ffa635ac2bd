using Dapper;
using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace EdgarApi.Storage.Ingest;

/// <summary>Writes companies to the primary, each in one transaction that writes only the changed parts.</summary>
public sealed class CompanyFactsStore
{
    private readonly NpgsqlDataSource _primary;

    internal CompanyFactsStore(NpgsqlDataSource primary) => _primary = primary;

    /// <summary>
    /// Transaction-level advisory lock, held from drawing a version until the commit. Versions therefore become visible in order, and
    /// polling for later ones misses none.
    /// </summary>
    public const long PublicationLock = 0x6564676172;

    /// <summary>Reads the hash of each company's source as of its last ingest, to skip unchanged companies.</summary>
    internal async Task<IReadOnlyDictionary<Cik, byte[]>> ReadSourceHashesAsync(CancellationToken cancellationToken)
    {
        var rows = await _primary.QueryAsync<(long Cik, byte[] Hash)>(
            "select cik, source_hash from companies where source_hash is not null", null, cancellationToken).ConfigureAwait(false);
        return rows.ToDictionary(row => new Cik(row.Cik), row => row.Hash);
    }

    /// <summary>Writes a company; null if no readable data changed.</summary>
    /// <exception cref="SmallerCompanyException">The source has much less than is stored, which is not accepted.</exception>
    internal async Task<WrittenVersion?> WriteAsync(PreparedCompany company, CancellationToken cancellationToken)
    {
        var transaction = await _primary.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = transaction.ConfigureAwait(false);
        var connection = transaction.Connection;
        var write = new CompanyWrite(connection, company, cancellationToken);

        var before = await write.LockAsync().ConfigureAwait(false);
        var after = before.With(company);
        if (!company.MayBeSmaller && !before.HasSameFilesAs(after)
            && CompanyExtent.From(company).FindLoss(await write.ReadExtentAsync().ConfigureAwait(false)) is { } loss)
            throw new SmallerCompanyException(loss);
        if (before.Profile is null || !AreEqual(before.Profile, after.Profile))
            await write.WriteProfileAsync(after.Profile).ConfigureAwait(false);
        if (company.Filings is not null && !AreEqual(before.Filings, after.Filings))
            await write.WriteFilingsAsync(after.Filings!).ConfigureAwait(false);
        if (company.Facts is not null && !before.HasSameSeriesAs(after)) await write.WriteMetricSeriesAsync().ConfigureAwait(false);
        if (!AreEqual(before.Screening, after.Screening)) await write.WriteScreeningRowsAsync().ConfigureAwait(false);
        await write.WriteSourceAsync().ConfigureAwait(false);
        var version = after.IsSame(before)
            ? (long?)null
            : await PublishAsync(connection, company, before, after, cancellationToken).ConfigureAwait(false);
        if (version is null && !after.IsSameDerived(before)) await write.WriteDerivedAsync(after).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);

        return version is null ? null : new WrittenVersion(
            company.Cik, version.Value, Convert.ToHexStringLower(after.ComputeCombined()),
            await GetPositionAsync(connection, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<long> PublishAsync(
        NpgsqlConnection connection, PreparedCompany company, PartHashes before, PartHashes after, CancellationToken cancellationToken)
    {
        const string Sql = """
            select pg_advisory_xact_lock(@Lock);
            update companies set revision = nextval('data_version') where cik = @Cik returning revision;
            """;
        var cik = company.Cik.Value;
        long version;
        var results = await ResultReader.OpenAsync(connection, new CommandDefinition(
            Sql, new { Lock = PublicationLock, Cik = cik }, cancellationToken: cancellationToken)).ConfigureAwait(false);
        await using (results.ConfigureAwait(false))
        {
            await results.ReadRowsAsync<object>().ConfigureAwait(false);
            version = await results.ReadSingleAsync<long>().ConfigureAwait(false);
        }

        if (after.Facts is null) return version;

        const string UpdateVersion =
            "update company_facts set version = @Version, data_hash = @DataHash, changes = @Changes, published_at = clock_timestamp() "
            + "where cik = @Cik";
        const string UpsertFacts = """
            insert into company_facts (cik, version, data_hash, facts_hash, values_hash, screening_hash, series_layout, payload,
                facts_count, filings_count, last_filed, rules_version, changes, published_at)
            values (@Cik, @Version, @DataHash, @FactsHash, @ValuesHash, @ScreeningHash, @SeriesLayout, @Payload,
                @FactCount, @FilingCount, @LastFiled, @RulesVersion, @Changes, clock_timestamp())
            on conflict (cik) do update set
                version = excluded.version, data_hash = excluded.data_hash, facts_hash = excluded.facts_hash,
                values_hash = excluded.values_hash, screening_hash = excluded.screening_hash,
                series_layout = excluded.series_layout,
                payload = excluded.payload, facts_count = excluded.facts_count, filings_count = excluded.filings_count,
                last_filed = excluded.last_filed, rules_version = excluded.rules_version,
                changes = excluded.changes, published_at = excluded.published_at
            """;
        await connection.ExecuteAsync(new CommandDefinition(
            company.Facts is null ? UpdateVersion : UpsertFacts,
            new
            {
                Cik = cik, Version = version, DataHash = after.ComputeCombined(), FactsHash = after.Facts, ValuesHash = after.Values,
                ScreeningHash = after.Screening, after.SeriesLayout, Payload = company.Facts?.Snapshot, company.Facts?.FactCount,
                company.Facts?.FilingCount, company.Facts?.LastFiled, after.RulesVersion,
                Changes = after.GetChanges(before).ToArray(),
            },
            cancellationToken: cancellationToken)).ConfigureAwait(false);
        return version;
    }

    /// <summary>Reads a position in the write-ahead log at or after everything that the connection committed.</summary>
    public static async Task<NpgsqlLogSequenceNumber> GetPositionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand("select pg_current_wal_lsn()", connection);
        await using var _ = command.ConfigureAwait(false);
        return (NpgsqlLogSequenceNumber)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    private static bool AreEqual(byte[]? one, byte[]? other) => one.AsSpan().SequenceEqual(other) && one is null == other is null;
}

/// <summary>A committed version.</summary>
/// <param name="Cik">The filer.</param>
/// <param name="Version">The new data version.</param>
/// <param name="DataHash">Content hash of the data, lower-case hex.</param>
/// <param name="Position">A position in the write-ahead log at or after the commit.</param>
public sealed record WrittenVersion(Cik Cik, long Version, string DataHash, NpgsqlLogSequenceNumber Position);
