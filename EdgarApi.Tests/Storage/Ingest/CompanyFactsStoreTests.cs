using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Statements;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Ingest;
using EdgarApi.Storage.Metrics;
using EdgarApi.Storage.Schema;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EdgarApi.Tests.Storage.Ingest;

public sealed class CompanyFactsStoreTests(SharedServers servers)
{
    private const string Fingerprint = """
        select md5(string_agg(row::text, '|' order by row::text)) from (
            select c::text as row from companies c
            union all select f::text from company_facts f
            union all select s::text from metric_series s
            union all select t::text from tickers t
            union all select l::text from filings l) everything
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_company_is_read_back_unchanged()
    {
        await using var database = await CreateAsync();
        await database.Store.WriteAsync(SomeCompanies.Company(), Token);
        await database.Cluster.WaitForReplayAsync();
        await database.ProbeAsync();
        await database.Services.GetRequiredService<DirectorySync>().RefreshAsync(0, Token);
        var apple = database.Services.GetRequiredService<ICompanyDirectory>().Find("AAPL")!;

        var profile = await database.Services.GetRequiredService<ICompanyReader>().GetProfileAsync(apple, Token);
        var filings = await database.Services.GetRequiredService<ICompanyReader>()
            .GetFilingsAsync(apple, new FilingQuery(["10-K"], new DateOnly(2025, 1, 1), null, 10, 0), Token);
        var values = await database.Services.GetRequiredService<IMetricValueReader>()
            .GetAsync([apple], ["Revenue"], Frequency.Annual, 1, Token);

        Assert.Equivalent(SomeCompanies.AppleProfile, profile, strict: true);
        Assert.Equal([SomeCompanies.AnnualReport], filings.Filings);
        var value = Assert.Single(values);
        Assert.Equal(("FY2025", 416_161_000_000m), (value.Period.Key, value.Value));
        Assert.Equal("us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax", value.Source!.Concept);
    }

    [Fact]
    public async Task Writing_the_same_data_again_changes_nothing_not_even_the_version()
    {
        await using var database = await CreateAsync();
        Assert.NotNull(await database.Store.WriteAsync(SomeCompanies.Company(), Token));
        var before = await database.ScalarAsync<string>(Fingerprint);

        Assert.Null(await database.Store.WriteAsync(SomeCompanies.Company(), Token));

        Assert.Equal(before, await database.ScalarAsync<string>(Fingerprint));
    }

    [Fact]
    public async Task Each_change_of_profile_filings_or_facts_creates_a_later_version()
    {
        await using var database = await CreateAsync();
        var first = await database.Store.WriteAsync(SomeCompanies.Company(), Token);
        var renamed = await database.Store.WriteAsync(
            SomeCompanies.Company(profile: SomeCompanies.AppleProfile with { Name = "Apple Corp." }), Token);
        var restated = await database.Store.WriteAsync(SomeCompanies.Company(revenue: 1m), Token);
        var later = SomeCompanies.AnnualReport with { Accession = "0000320193-25-000080" };
        var filed = await database.Store.WriteAsync(
            SomeCompanies.Company(revenue: 1m, filings: [SomeCompanies.AnnualReport, later]), Token);

        long[] versions = [first!.Version, renamed!.Version, restated!.Version, filed!.Version];
        Assert.Equal(versions.Order().Distinct(), versions);
        Assert.Equal([391_035_000_000m, 1m], (await StoredValues.ReadAsync(database)).Select(value => value.Value));
        Assert.Equal(2L, await database.ScalarAsync<long>("select count(*) from filings"));
    }

    [Fact]
    public async Task A_part_missing_from_the_source_is_kept()
    {
        await using var database = await CreateAsync();
        await database.Store.WriteAsync(SomeCompanies.Company(), Token);

        var version = await database.Store.WriteAsync(SomeCompanies.Company() with { Profile = null, Filings = null }, Token);

        Assert.Null(version);
        Assert.Equal("Apple Inc.", await database.ScalarAsync<string>("select name from companies"));
        Assert.Equal(1L, await database.ScalarAsync<long>("select count(*) from filings"));
    }

    [Fact]
    public async Task A_writer_killed_midway_leaves_the_old_version_readable()
    {
        await using var database = await CreateAsync();
        await database.Store.WriteAsync(SomeCompanies.Company(), Token);
        var before = await database.ScalarAsync<string>(Fingerprint);

        // The lock holds the writer in its transaction, after it replaced the metric values. Then its backend is killed.
        await using var holder = await NpgsqlDataSource
            .Create(database.Cluster.Primary.ConnectionString(database.Name))
            .OpenConnectionAsync(Token);
        await using var hold = await holder.BeginTransactionAsync(Token);
        await using (var command = new NpgsqlCommand($"select pg_advisory_xact_lock({CompanyFactsStore.PublicationLock})", holder))
            await command.ExecuteNonQueryAsync(Token);
        var writing = database.Store.WriteAsync(SomeCompanies.Company(revenue: 1m), Token);
        const string WaitingWriters = """
            from pg_locks
            where locktype = 'advisory' and not granted
                and database = (select oid from pg_database where datname = current_database())
            """;
        await Waiting.UntilAsync(async () => await database.ScalarAsync<long>($"select count(*) {WaitingWriters}") > 0);
        await database.ExecuteAsync($"select pg_terminate_backend(pid) {WaitingWriters}");

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => writing);
        Assert.Equal(before, await database.ScalarAsync<string>(Fingerprint));
        await hold.RollbackAsync(Token);
        Assert.NotNull(await database.Store.WriteAsync(SomeCompanies.Company(revenue: 1m), Token));
    }

    [Fact]
    public async Task Two_writers_of_one_company_create_one_or_two_versions_but_never_a_mixture()
    {
        await using var database = await CreateAsync();
        await Task.WhenAll(
            Enumerable.Range(1, 20).Select(number => database.Store.WriteAsync(SomeCompanies.Company(revenue: 1 + (number % 2)), Token)));

        Assert.Equal(2, (await StoredValues.ReadAsync(database)).Count);
        Assert.True(await database.ScalarAsync<bool>("select revision = version from companies join company_facts using (cik)"));
    }

    [Fact]
    public async Task The_ticker_list_ranks_companies_by_size_and_keeps_profiles()
    {
        await using var database = await CreateAsync();
        await database.Store.WriteAsync(SomeCompanies.Company(), Token);
        var listings = new ListingStore(database.Primary);
        CompanyProfile[] list =
        [
            new() { Cik = new Cik(1045810), Name = "NVIDIA CORP", Tickers = ["NVDA"], Exchanges = ["Nasdaq"] },
            new() { Cik = SomeCompanies.Apple, Name = "APPLE INC (LISTED)", Tickers = ["AAPL"], Exchanges = ["Nasdaq"] },
        ];

        await listings.WriteAsync(list, Token);
        var before = await database.ScalarAsync<string>(Fingerprint);
        await listings.WriteAsync(list, Token);

        Assert.Equal(before, await database.ScalarAsync<string>(Fingerprint));
        Assert.Equal(
            "NVIDIA CORP,Apple Inc.",
            await database.ScalarAsync<string>("select string_agg(name, ',' order by listing_rank) from companies"));
        await listings.WriteAsync([list[0] with { Tickers = ["NVDA", "NVDX"] }], Token);
        Assert.Equal("AAPL,NVDA,NVDX", await database.ScalarAsync<string>("select string_agg(ticker, ',' order by ticker) from tickers"));
    }

    [Fact]
    public async Task Migrating_again_changes_nothing()
    {
        await using var database = await CreateAsync();
        var migrator = database.Services.GetRequiredService<SchemaMigrator>();

        await Task.WhenAll(migrator.MigrateAsync(Token), migrator.MigrateAsync(Token));

        var scripts = typeof(SchemaMigrator)
            .Assembly.GetManifestResourceNames().Count(name => name.EndsWith(".sql", StringComparison.Ordinal));
        Assert.Equal((long)scripts, await database.ScalarAsync<long>("select count(*) from schemaversions"));
    }

    private async Task<EdgarDatabase> CreateAsync() =>
        await EdgarDatabase.CreateAsync(await servers.PostgresAsync(), EdgarDatabase.Patient);
}
