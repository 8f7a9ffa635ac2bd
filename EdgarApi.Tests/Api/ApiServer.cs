using EdgarApi.Accounts.Usage;
using EdgarApi.Api.Problems;
using EdgarApi.Datasets;
using EdgarApi.Financials.Companies;
using EdgarApi.Sec.Bulk;
using EdgarApi.Sec.Sources;
using EdgarApi.Storage.Datasets;
using EdgarApi.Tests.Api;
using EdgarApi.Tests.Storage;
using EdgarApi.Tests.Servers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(ApiServer))]

namespace EdgarApi.Tests.Api;

/// <summary>
/// The API over a real Postgres cluster and a real Redis with companies from the SEC's files. It starts on first use. Take it as a
/// constructor parameter beside <see cref="SharedServers"/>. Its data does not change while tests run.
/// </summary>
public sealed class ApiServer : IAsyncDisposable
{
    public const string Key = "a-key-for-tests";

    /// <summary>
    /// Companies with data: Apple, NVIDIA, Alphabet (several tickers), TSM (IFRS, no quarters, TWD), Royal Bank (no submissions).
    /// </summary>
    private static readonly long[] Loaded = [320193, 1045810, 1652044, 1046179, 1000275];

    private readonly SemaphoreSlim _starting = new(1);
    private readonly string _datasets = TestFolder.New("datasets");

    /// <summary>Other tests announce changes of the same companies over the same Redis, on which memory forgets their responses.</summary>
    private readonly string _space = $"t{Guid.NewGuid():N}"[..20];

    private EdgarDatabase? _database;
    private ApiHost? _host;
    private ApiHost? _kestrel;

    /// <summary>Gets a client without a key.</summary>
    public async Task<HttpClient> AnonymousAsync(SharedServers servers) => (await GetHostAsync(servers)).Client(key: null);

    /// <summary>Gets the services of the process behind <see cref="AnonymousAsync"/> and <see cref="ClientAsync"/>.</summary>
    public async Task<IServiceProvider> ServicesAsync(SharedServers servers) => (await GetHostAsync(servers)).Services;

    /// <summary>Gets a client with the development key.</summary>
    public async Task<HttpClient> ClientAsync(SharedServers servers) => (await GetHostAsync(servers)).Client(Key);

    /// <summary>Gets a client with the development key that uses sockets to a separate API host on the same data.</summary>
    public async Task<HttpClient> KestrelClientAsync(SharedServers servers) => (await KestrelAsync(servers)).Client(Key);

    /// <summary>The API host behind <see cref="KestrelClientAsync"/>.</summary>
    internal async Task<ApiHost> KestrelAsync(SharedServers servers)
    {
        await _starting.WaitAsync();
        try
        {
            return _kestrel ??= await ApiHost.StartAsync(
                await GetDatabaseAsync(servers), await servers.RedisAsync(), overSockets: true, Configure);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Starts an API over sockets for one test, on the same data. The test disposes it.</summary>
    /// <param name="servers">The servers.</param>
    /// <param name="settings">The settings that differ from the shared API.</param>
    internal async Task<WebApplicationFactory<ApiProblem>> OwnAsync(
        SharedServers servers, params IReadOnlyList<(string Key, string Value)> settings) =>
        (await AnotherAsync(servers, overSockets: true, configure: host =>
        {
            foreach (var (key, value) in settings) host.UseSetting(key, value);
        })).Factory;

    /// <summary>Starts another API host on the same data. The test disposes it.</summary>
    internal async Task<ApiHost> AnotherAsync(SharedServers servers, Action<IWebHostBuilder> configure, bool overSockets = false)
    {
        await GetHostAsync(servers);
        return await ApiHost.StartAsync(_database!, await servers.RedisAsync(), overSockets, host =>
        {
            Configure(host);
            configure(host);
        });
    }

    /// <summary>Starts the API in a separate process on the same data, and waits until it is healthy. The test disposes it.</summary>
    internal async Task<ApiProcess> ProcessAsync(SharedServers servers, params IReadOnlyList<(string Key, string Value)> settings)
    {
        await GetHostAsync(servers);
        var process = await ApiProcess.StartAsync(_database!, await servers.RedisAsync(), [.. EdgarDatabase.Patient, .. settings]);
        using var client = process.Client();
        await Waiting.UntilAsync(async () =>
        {
            using var health = await client.GetAsync(new Uri("/health", UriKind.Relative));
            return health.IsSuccessStatusCode;
        });
        return process;
    }

    /// <summary>The database with the companies.</summary>
    internal async Task<EdgarDatabase> DatabaseAsync(SharedServers servers)
    {
        await GetHostAsync(servers);
        return _database!;
    }

    /// <summary>The folder with the datasets of the database.</summary>
    internal async Task<DatasetFolder> DatasetsAsync(SharedServers servers)
    {
        await GetHostAsync(servers);
        return new DatasetFolder(_datasets);
    }

    public async ValueTask DisposeAsync()
    {
        if (_kestrel is not null) await _kestrel.DisposeAsync();
        if (_host is not null) await _host.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
        _starting.Dispose();
    }

    private async Task<ApiHost> GetHostAsync(SharedServers servers)
    {
        await _starting.WaitAsync();
        try
        {
            return _host ??= await ApiHost.StartAsync(
                await GetDatabaseAsync(servers), await servers.RedisAsync(), configure: Configure);
        }
        finally
        {
            _starting.Release();
        }
    }

    private async Task<EdgarDatabase> GetDatabaseAsync(SharedServers servers)
    {
        if (_database is not null) return _database;
        _database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await _database.Pipeline.RunAsync(
            new SomeCompanies(new BulkCompanySource(BulkLayout.Find(EdgarData.Folder)), Loaded), progress: null, CancellationToken.None);
        await _database.Services.GetRequiredService<UsageMaintenance>().RunAsync(CancellationToken.None);
        await _database.ExecuteAsync(
            """
            insert into usage_daily
                (day, organization_id, user_id, tier, endpoint, latency_bucket, requests, errors, duration_us, response_bytes, cacheable,
                cache_hits)
            values
                ('2026-01-30', 0, 0, 'development', 'GET /api/v1/companies/{id}/overview', 60, 900, 0, 175000, 1100000, 900, 890),
                ('2026-01-30', 0, 0, 'development', 'GET /api/v1/companies/{id}/overview', 96, 100, 4, 430000, 210000, 96, 10),
                ('2026-01-31', 0, 0, 'development', 'GET /api/v1/usage', 100, 10, 0, 60000, 9000, 0, 0)
            """);
        await _database.Cluster.WaitForReplayAsync();
        var reader = new CompanyExportReader(new DirectExport(_database.Primary));
        var publisher = new DatasetPublisher(new DatasetFolder(_datasets), new DatasetExport(reader), reader, TimeProvider.System);
        await publisher.PublishAsync(TimeSpan.FromHours(1), CancellationToken.None);
        return _database;
    }

    private void Configure(IWebHostBuilder host)
    {
        host.UseSetting("EdgarApi:Datasets:Directory", _datasets);
        host.UseSetting("EdgarApi:Cache:Namespace", _space);
        // A busy machine must not look like a dead node: nothing stops these servers.
        foreach (var (key, value) in EdgarDatabase.Patient) host.UseSetting(key, value);
    }

    /// <summary>All ticker lists, and some of the companies.</summary>
    private sealed class SomeCompanies(ICompanySource all, IReadOnlyList<long> ciks) : ICompanySource
    {
        public string Name => all.Name;

        public ValueTask<IReadOnlyList<CompanyProfile>> ReadListingsAsync(CancellationToken cancellationToken) =>
            all.ReadListingsAsync(cancellationToken);

        public IAsyncEnumerable<CompanyDocument> ReadAsync(CancellationToken cancellationToken) =>
            all.ReadAsync(cancellationToken).Where(document => ciks.Contains(document.Cik?.Value ?? 0));
    }
}
