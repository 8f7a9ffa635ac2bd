using Dapper;
using EdgarApi.Financials.Statements;
using EdgarApi.Sec.Sources;
using EdgarApi.Storage.Ingest;
using EdgarApi.Storage.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace EdgarApi.Storage.Ingest;

/// <summary>Writes one company within the connection's transaction.</summary>
internal sealed class CompanyWrite(NpgsqlConnection connection, PreparedCompany company, CancellationToken cancellationToken)
{
    private readonly long _cik = company.Cik.Value;

    /// <summary>Locks the company against other writers, creating its row if necessary; returns the stored hashes.</summary>
    public async Task<PartHashes> LockAsync()
    {
        const string Sql = """
            insert into companies (cik, name) values (@Cik, @Name) on conflict (cik) do nothing;
            select c.profile_hash as profile, c.filings_hash as filings, f.facts_hash as facts, f.values_hash as values,
                f.rules_version as rulesVersion, f.screening_hash as screening, f.series_layout as seriesLayout
            from companies c left join company_facts f using (cik) where c.cik = @Cik for update of c;
            """;
        var name = company.Profile?.Name ?? company.Facts?.EntityName ?? company.Cik.ToString();
        return await connection.ReadSingleAsync<PartHashes>(Command(Sql, new { Cik = _cik, Name = name })).ConfigureAwait(false);
    }

    /// <summary>Reads how much is stored of the company.</summary>
    public Task<CompanyExtent> ReadExtentAsync() => connection.ReadSingleAsync<CompanyExtent>(Command(
        """
        select f.facts_count as facts, f.filings_count as reports, f.last_filed as lastReport, l.filings, l.lastFiling
        from companies c left join company_facts f using (cik)
        cross join lateral (
            select count(*)::integer as filings, max(filed) as lastFiling from filings where cik = c.cik) l
        where c.cik = @Cik
        """,
        new { Cik = _cik }));

    public async Task WriteProfileAsync(byte[]? hash)
    {
        if (company.Profile is not { } profile) return;
        const string Sql = """
            update companies set name = @Name, sic = @Sic, sic_description = @SicDescription, fiscal_year_end = @FiscalYearEnd,
                state_of_incorporation = @StateOfIncorporation, category = @Category, website = @Website, former_names = @FormerNames,
                profile_hash = @Hash
            where cik = @Cik;
            delete from tickers where cik = @Cik;
            insert into tickers (cik, position, ticker, exchange)
            select @Cik, position, ticker, coalesce(exchange, '')
            from unnest(@Tickers, @Exchanges) with ordinality as listed (ticker, exchange, position) where ticker is not null;
            """;
        await connection.ExecuteAsync(Command(Sql, new
        {
            Cik = _cik, profile.Name, profile.Sic, profile.SicDescription, profile.FiscalYearEnd, profile.StateOfIncorporation,
            profile.Category, profile.Website, FormerNames = profile.FormerNames.ToArray(), Hash = hash,
            Tickers = profile.Tickers.ToArray(),
            Exchanges = profile.Exchanges.ToArray(),
        })).ConfigureAwait(false);
    }

    public async Task WriteFilingsAsync(byte[] hash)
    {
        await connection.ExecuteAsync(Command(
            "delete from filings where cik = @Cik; update companies set filings_hash = @Hash where cik = @Cik;",
            new { Cik = _cik, Hash = hash }))
            .ConfigureAwait(false);
        var copy = await connection.BeginBinaryImportAsync(
            "copy filings (cik, accession, form, filed, report_date, items, primary_document, description, accepted_at) "
            + "from stdin (format binary)",
            cancellationToken).ConfigureAwait(false);
        await using var _ = copy.ConfigureAwait(false);
        // A filing can be both in a profile's recent list and on one of its further pages.
        foreach (var filing in company.Filings!.DistinctBy(filing => filing.Accession))
        {
            await copy.StartRowAsync(cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(_cik, NpgsqlDbType.Bigint, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(filing.Accession, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(filing.Form, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(filing.Filed, NpgsqlDbType.Date, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(filing.ReportDate, NpgsqlDbType.Date, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(filing.Items, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(filing.PrimaryDocument, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(filing.Description, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(filing.AcceptedAt?.ToUniversalTime(), NpgsqlDbType.TimestampTz, cancellationToken).ConfigureAwait(false);
        }

        await copy.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task WriteMetricSeriesAsync()
    {
        // The rows are those of an earlier release.
        await connection.ExecuteAsync(Command(
            "delete from metric_series where cik = @Cik; delete from metric_values where cik = @Cik", new { Cik = _cik }))
            .ConfigureAwait(false);
        var copy = await connection.BeginBinaryImportAsync(
            "copy metric_series (cik, metric, freq, packed) from stdin (format binary)", cancellationToken).ConfigureAwait(false);
        await using var _ = copy.ConfigureAwait(false);
        foreach (var (metric, frequency, packed) in company.Facts!.PackSeries())
        {
            await copy.StartRowAsync(cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(_cik, NpgsqlDbType.Bigint, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(metric, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(frequency, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(packed, NpgsqlDbType.Bytea, cancellationToken).ConfigureAwait(false);
        }

        await copy.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task WriteScreeningRowsAsync()
    {
        await connection.ExecuteAsync(Command("delete from screening_rows where cik = @Cik", new { Cik = _cik })).ConfigureAwait(false);
        var copy = await connection.BeginBinaryImportAsync(
            "copy screening_rows (period, cik, freq, period_kind, fiscal_year, quarter, period_start, period_end, currency, packed) "
            + "from stdin (format binary)", cancellationToken).ConfigureAwait(false);
        await using var _ = copy.ConfigureAwait(false);
        foreach (var row in company.Facts!.Screening)
        {
            await copy.StartRowAsync(cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(row.Period, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(_cik, NpgsqlDbType.Bigint, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(row.Frequency, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync((short)row.Fiscal.Kind, NpgsqlDbType.Smallint, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(row.Fiscal.FiscalYear, NpgsqlDbType.Integer, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync((short)row.Fiscal.Quarter, NpgsqlDbType.Smallint, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(row.Fiscal.Start, NpgsqlDbType.Date, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(row.Fiscal.End, NpgsqlDbType.Date, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(row.Currency, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(row.Packed, NpgsqlDbType.Bytea, cancellationToken).ConfigureAwait(false);
        }

        await copy.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Records what is derived from an unchanged data version, and lets the directory know: the version of the rules, the hash of the
    /// screening rows, the layout of the series.
    /// </summary>
    public Task WriteDerivedAsync(PartHashes after) => connection.ExecuteAsync(Command(
        """
        select pg_advisory_xact_lock(@Lock);
        update company_facts set rules_version = @Version, screening_hash = @Screening, series_layout = @SeriesLayout where cik = @Cik;
        update companies set revision = nextval('data_version') where cik = @Cik;
        """,
        new { Lock = CompanyFactsStore.PublicationLock, Cik = _cik, Version = after.RulesVersion, after.Screening, after.SeriesLayout }));

    /// <summary>Records what was read, so that the same is not read again. Earlier releases did not record the extent.</summary>
    public Task WriteSourceAsync() => connection.ExecuteAsync(Command(
        """
        update companies set source_hash = @Hash where cik = @Cik and source_hash is distinct from @Hash;
        update company_facts set facts_count = @FactCount, filings_count = @FilingCount where cik = @Cik and filings_count is null;
        """,
        new { Cik = _cik, Hash = company.SourceHash, company.Facts?.FactCount, company.Facts?.FilingCount }));

    private CommandDefinition Command(string sql, object parameters) => new(sql, parameters, cancellationToken: cancellationToken);
}
