using System.Data;
using Dapper;
using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Facts;
using EdgarApi.Storage.Metrics;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Routing;
using Npgsql;

namespace EdgarApi.Storage.Datasets;

/// <summary>
/// Reads companies for an export, one after the other and each in a snapshot of its own. A transaction over all of them would last for
/// minutes and keep Postgres from cleaning up.
/// </summary>
/// <param name="database">Where to read.</param>
public sealed class CompanyExportReader(IExportDatabase database)
{
    /// <summary>Reads the newest versions. Data versions become visible in order, so every change up to this one is visible too.</summary>
    public Task<ExportVersions> ReadVersionsAsync(CancellationToken cancellationToken)
    {
        const string Versions = """
            select (select coalesce(max(revision), 0) from companies) as data,
                (select coalesce(min(rules_version), 0) from company_facts) as rules
            """;
        return database.ReadAsync(
            0,
            (connection, token) => connection.ReadSingleAsync<ExportVersions>(
                new CommandDefinition(Versions, cancellationToken: token)),
            cancellationToken);
    }

    /// <summary>Reads which companies to export, by CIK.</summary>
    /// <param name="since">Only companies that changed after this data version; null for all.</param>
    /// <param name="version">The data version that must be visible.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public Task<IReadOnlyList<long>> ReadCiksAsync(long? since, long version, CancellationToken cancellationToken) => database.ReadAsync(
        version,
        (connection, token) => connection.ReadRowsAsync<long>(new CommandDefinition(
            "select cik from companies where revision > @Since order by cik", new { Since = since ?? -1 }, cancellationToken: token)),
        cancellationToken);

    /// <summary>Reads a company; null if it does not exist any more.</summary>
    /// <param name="cik">The filer.</param>
    /// <param name="version">The data version that must be visible.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="DatabaseUnavailableException">No replica responds, or the snapshot of the company is damaged on each.</exception>
    public Task<CompanyExport?> ReadAsync(long cik, long version, CancellationToken cancellationToken) => database.ReadAsync(
        version, (connection, token) => ReadAsync(connection, new Cik(cik), token), cancellationToken);

    private const string Sql = """
        select c.name, c.sic, c.sic_description, c.fiscal_year_end, c.state_of_incorporation, c.category, c.website, c.former_names,
            array(select ticker from tickers where cik = c.cik order by position) as tickers,
            array(select exchange from tickers where cik = c.cik order by position) as exchanges,
            c.revision, f.version, f.rules_version, f.published_at, f.last_filed, f.payload
        from companies c left join company_facts f on f.cik = c.cik where c.cik = @Cik;
        select metric, freq, packed from metric_series where cik = @Cik order by metric, freq;
        select accession, form, filed, report_date, items, primary_document, description, accepted_at
        from filings where cik = @Cik order by filed, accession;
        """;

    private static async Task<CompanyExport?> ReadAsync(NpgsqlConnection connection, Cik cik, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
        await using var _ = transaction.ConfigureAwait(false);
        var results = await ResultReader.OpenAsync(
            connection, new CommandDefinition(Sql, new { Cik = cik.Value }, transaction, cancellationToken: cancellationToken))
            .ConfigureAwait(false);
        await using var __ = results.ConfigureAwait(false);
        if (await results.ReadSingleOrDefaultAsync<CompanyRow>().ConfigureAwait(false) is not { } company) return null;
        var series = await results.ReadRowsAsync<SeriesRow>().ConfigureAwait(false);
        var filings = await results.ReadRowsAsync<FilingRow>().ConfigureAwait(false);
        return new CompanyExport(
            company.ToCompany(cik), company.Payload is { } snapshot ? Decode(cik, snapshot, company.Sic) : null,
            [.. series.SelectMany(row => row.Unpack(cik))], [.. filings.Select(filing => filing.ToFiling(cik))]);
    }

    private static CompanyFacts Decode(Cik cik, byte[] snapshot, string? sic)
    {
        try
        {
            return CompanyFacts.FromSnapshot(snapshot, sic);
        }
        catch (CompanyFactsFormatException error)
        {
            throw new DamagedDataException($"The snapshot of CIK {cik} is damaged: {error.Message}", error);
        }
    }

    private sealed record CompanyRow
    {
        public string Name { get; init; } = "";

        public string? Sic { get; init; }

        public string? SicDescription { get; init; }

        public string? FiscalYearEnd { get; init; }

        public string? StateOfIncorporation { get; init; }

        public string? Category { get; init; }

        public string? Website { get; init; }

        public string[] FormerNames { get; init; } = [];

        public string[] Tickers { get; init; } = [];

        public string[] Exchanges { get; init; } = [];

        public long Revision { get; init; }

        public long? Version { get; init; }

        public int? RulesVersion { get; init; }

        public DateTime? PublishedAt { get; init; }

        public DateOnly? LastFiled { get; init; }

        public byte[]? Payload { get; init; }

        public ExportedCompany ToCompany(Cik cik) => new(
            new CompanyProfile
            {
                Cik = cik, Name = Name, Sic = Sic, SicDescription = SicDescription, FiscalYearEnd = FiscalYearEnd,
                StateOfIncorporation = StateOfIncorporation, Category = Category, Website = Website, FormerNames = FormerNames,
                Tickers = Tickers, Exchanges = Exchanges,
            },
            Revision, Version, RulesVersion, PublishedAt, LastFiled);
    }

    private sealed record SeriesRow(string Metric, string Freq, byte[] Packed)
    {
        public IEnumerable<ExportedValue> Unpack(Cik cik) =>
            PackedSeries.Unpack(cik, Metric, Packed).Select(value => new ExportedValue(Freq, value));
    }

    private sealed record FilingRow
    {
        public string Accession { get; init; } = "";

        public string Form { get; init; } = "";

        public DateOnly Filed { get; init; }

        public DateOnly? ReportDate { get; init; }

        public string Items { get; init; } = "";

        public string PrimaryDocument { get; init; } = "";

        public string Description { get; init; } = "";

        public DateTime? AcceptedAt { get; init; }

        public ExportedFiling ToFiling(Cik cik) => new(cik, new Filing(
            Accession, Form, Filed, ReportDate, Items, PrimaryDocument, Description,
            AcceptedAt is { } at ? new DateTimeOffset(at, TimeSpan.Zero) : null));
    }
}

/// <summary>The state of a database.</summary>
/// <param name="Data">The newest data version.</param>
/// <param name="Rules">The lowest version of the rules that computed stored values; 0 without values.</param>
public sealed record ExportVersions(long Data, int Rules);
