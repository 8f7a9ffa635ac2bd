using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using EdgarApi.Accounts;
using EdgarApi.Accounts.Degraded;
using EdgarApi.Financials.Companies;
using EdgarApi.Sec.Sources;
using EdgarApi.Storage.Ingest;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Routing;
using EdgarApi.Storage.Schema;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using EdgarApi.Tests.Storage.Ingest;
using EdgarApi.Warmer.Ingest;
using EdgarApi.Warmer.Replication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.Warmer;

public sealed class IngestServiceTests(SharedServers servers)
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_start_ingests_the_source_and_retries_a_failing_one()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        var source = new FakeLiveSource { FailuresToCome = 1 };
        var progress = new WarmerProgress(_time);
        using var service = Service(database, source, progress);

        await service.StartAsync(Token);
        await Waiting.UntilAsync(() => progress.Failure is not null);
        await Waiting.UntilAsync(() => progress.Completed, meanwhile: () => _time.Advance(TimeSpan.FromSeconds(5)));

        Assert.Equal(1L, await database.ScalarAsync<long>("select count(*) from company_facts"));
        Assert.Equal("the SEC is unavailable", await database.ScalarAsync<string>("select error from ingest_runs order by id limit 1"));
        await service.StopAsync(Token);
    }

    [Fact]
    public async Task In_live_mode_it_polls_after_the_interval_with_the_newest_stored_filing()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        var source = new FakeLiveSource();
        var progress = new WarmerProgress(_time);
        using var service = Service(database, source, progress);

        await service.StartAsync(Token);
        await Waiting.UntilAsync(() => progress.Completed);
        await Waiting.UntilAsync(() => source.KnownCompanies is not null, meanwhile: () => _time.Advance(TimeSpan.FromMinutes(10)));

        Assert.Equal([new KnownCompany(new Cik(1045810), SomeCompanies.AnnualReport.Accession)], source.KnownCompanies);
        await service.StopAsync(Token);
    }

    [Fact]
    public async Task Nothing_is_polled_until_degraded_mode_ends()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        var (source, progress) = (new FakeLiveSource(), new WarmerProgress(_time));
        using var service = Service(database, source, progress);
        await service.StartAsync(Token);
        await Waiting.UntilAsync(() => progress.Completed);
        var period = await Degraded(database).TurnOnAsync(new Actor("test"), "a drill", TimeSpan.FromHours(1), Token);

        await Waiting.UntilAsync(() => source.KnownCompanies is not null, meanwhile: () => _time.Advance(TimeSpan.FromMinutes(1)));

        Assert.InRange(_time.GetUtcNow().UtcDateTime, period.EndsAt, DateTime.MaxValue);
        await service.StopAsync(Token);
    }

    [Fact]
    public async Task A_polled_filing_is_timed_from_its_acceptance_until_it_is_served()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        using var delays = new MetricCollector<double>(
            database.Services.GetRequiredService<IMeterFactory>(), IngestMetrics.MeterName, "edgar.ingest.delay");
        var source = new FakeLiveSource();
        var progress = new WarmerProgress(_time);
        using var service = Service(database, source, progress);
        await service.StartAsync(Token);
        await Waiting.UntilAsync(() => progress.Completed);
        Assert.Empty(delays.GetMeasurementSnapshot()); // the first ingest loads filings of all ages

        var accepted = DateTimeOffset.UtcNow - TimeSpan.FromHours(2);
        source.Changed = RealCompanies.Document("NVDA") with
        {
            Filings =
                [SomeCompanies.AnnualReport with { Accession = "0001045810-26-000099", AcceptedAt = accepted }, SomeCompanies.AnnualReport],
        };
        await Waiting.UntilAsync(
            () => delays.GetMeasurementSnapshot().Count > 0, meanwhile: () => _time.Advance(TimeSpan.FromMinutes(10)));

        Assert.InRange(Assert.Single(delays.GetMeasurementSnapshot()).Value, 7200, (DateTimeOffset.UtcNow - accepted).TotalSeconds);
        await service.StopAsync(Token);
    }

    [Fact]
    public async Task A_restart_requests_only_changes_after_a_complete_run()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await database.Pipeline.RunAsync(new FakeLiveSource(), null, Token);
        var source = new FakeLiveSource();
        var progress = new WarmerProgress(_time);
        using var service = Service(database, source, progress);

        await service.StartAsync(Token);
        await Waiting.UntilAsync(() => progress.Completed);

        Assert.Equal((0, 1), (source.FullReads, source.KnownCompanies?.Count));
        await service.StopAsync(Token);
    }

    [Fact]
    public async Task The_heartbeat_is_written_every_second_once_the_schema_exists()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await database.ExecuteAsync("update replication_heartbeat set beaten_at = '2026-01-01'");
        var (clock, progress) = (new TimerRecorder(), new WarmerProgress(_time));
        using var service = new HeartbeatService(database.Heartbeat, progress, clock, NullLogger<HeartbeatService>.Instance);
        await service.StartAsync(Token);
        Assert.Empty(clock.Periods);

        progress.MarkMigrated();
        await Waiting.UntilAsync(
            async () => await database.ScalarAsync<long>("select beat from replication_heartbeat") > 0,
            meanwhile: () => clock.Advance(TimeSpan.FromSeconds(1)));

        Assert.Equal([TimeSpan.FromSeconds(1)], clock.Periods);
        await service.StopAsync(Token);
    }

    private DegradedModeStore Degraded(EdgarDatabase database) =>
        new(database.Primary, database.Services.GetRequiredService<PrimaryReader>(), new DegradedMode(_time), _time);

    private IngestService Service(EdgarDatabase database, ICompanySource source, WarmerProgress progress) =>
        new(
            database.Services.GetRequiredService<SchemaMigrator>(), database.Pipeline, source, progress, Degraded(database),
            Options.Create(new IngestOptions()), _time, NullLogger<IngestService>.Instance);

    /// <summary>Counts how often its timers fire.</summary>
    private sealed class TimerRecorder : FakeTimeProvider
    {
        public ConcurrentQueue<TimeSpan> Periods { get; } = new();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Periods.Enqueue(period);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }

    /// <summary>A source with NVIDIA from the SEC's file and one filing, which supports reading changes.</summary>
    private sealed class FakeLiveSource : IRefreshableCompanySource
    {
        public int FailuresToCome { get; set; }

        public int FullReads { get; private set; }

        public IReadOnlyList<KnownCompany>? KnownCompanies { get; private set; }

        public CompanyDocument? Changed { get; set; }

        public string Name => "live";

        public ValueTask<IReadOnlyList<CompanyProfile>> ReadListingsAsync(CancellationToken cancellationToken) => new([]);

        public async IAsyncEnumerable<CompanyDocument> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            FullReads++;
            if (FailuresToCome-- > 0) throw new HttpRequestException("the SEC is unavailable");
            await Task.Yield();
            yield return RealCompanies.Document("NVDA") with { Filings = [SomeCompanies.AnnualReport] };
        }

        public IAsyncEnumerable<CompanyDocument> ReadChangedAsync(IReadOnlyList<KnownCompany> known, CancellationToken cancellationToken)
        {
            KnownCompanies = known;
            return (Changed is { } changed ? [changed] : Array.Empty<CompanyDocument>()).ToAsyncEnumerable();
        }

        public ValueTask<CompanyDocument?> ReadOneAsync(Cik cik, CancellationToken cancellationToken) => new(default(CompanyDocument));
    }
}
