using System.Diagnostics.Metrics;
using EdgarApi.Storage.Ingest;
using EdgarApi.Storage.Warming;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using EdgarApi.Warmer.Warming;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.Warmer.Warming;

/// <summary>Base class of tests of warm runs with a real database and a fake API.</summary>
public abstract class WarmRunTest(SharedServers servers)
{
    /// <summary>Selects the counts of runs.</summary>
    protected const string Counts =
        "select concat_ws(' ', strategy, priority, companies, companies_done, answers, warmed, already_warm, refused, attempts) "
        + "from warm_runs ";

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected FakeTimeProvider Time { get; } = new(DateTimeOffset.Parse("2026-02-20T12:00Z"));

    protected IMeterFactory Meters { get; } = MeterFactories.Create();

    private protected WarmRunner CreateRunner(
        EdgarDatabase database, FakeApi api, WarmingOptions? options = null, FakeLogCollector? log = null)
    {
        var settings = Options.Create(options ?? new WarmingOptions { ApiKey = "the-key" });
        var selector = new WarmSelector(
            new LoadedCompanies(database.Primary),
            new EarningsReleases(database.Router),
            new RecentQueries(database.Router),
            settings,
            Time,
            new FakeLogger<WarmSelector>(log ?? new FakeLogCollector()));
        return new WarmRunner(
            new WarmRunLog(database.Primary, Time),
            selector,
            api.CreateClient(settings.Value),
            new WarmMetrics(Meters),
            settings,
            Time,
            new FakeLogger<WarmRunner>());
    }

    private protected async Task<EdgarDatabase> CreateDatabaseAsync(PreparedCompany? company = null)
    {
        var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync(), EdgarDatabase.Patient);
        await database.ProbeAsync();
        await database.Store.WriteAsync(company ?? SomeCompanies.Company(), Token);
        await database.Cluster.WaitForReplayAsync();
        return database;
    }
}
