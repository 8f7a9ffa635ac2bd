using EdgarApi.Accounts.Usage;
using EdgarApi.Api.Problems;
using EdgarApi.Financials.Companies;
using EdgarApi.Sec.Bulk;
using EdgarApi.Sec.Sources;
using EdgarApi.Tests.Api;
using EdgarApi.Tests.Postgres;
using EdgarApi.Tests.Servers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(ApiServer))]

namespace EdgarApi.Tests.Api;

/// <summary>
/// The API over a real Postgres cluster and a real Redis with companies from the SEC's files, started when first asked for. Take it as a
/// constructor parameter beside <see cref="SharedServers"/>; nothing in it changes while tests run.
/// </summary>
public sealed class ApiServer : IAsyncDisposable
{
    public const string Key = "a-key-for-tests";

    /// <summary>Companies with data: Apple, NVIDIA, Alphabet (several tickers), TSM (IFRS, no quarters, TWD), Royal Bank (no submissions).</summary>
    private static readonly long[] Loaded = [320193, 1045810, 1652044, 1046179, 1000275];

    private readonly SemaphoreSlim starting = new(1);
    private EdgarDatabase? database;
    private ApiHost? host;
    private ApiHost? kestrel;

    /// <summary>A client without a key.</summary>
    public async Task<HttpClient> AnonymousAsync(SharedServers servers) => (await StartedAsync(servers)).Client(key: null);

    /// <summary>The services of the process that answers <see cref="AnonymousAsync"/> and <see cref="ClientAsync"/>.</summary>
    public async Task<IServiceProvider> ServicesAsync(SharedServers servers) => (await StartedAsync(servers)).Services;

    /// <summary>A client with the development key.</summary>
    public async Task<HttpClient> ClientAsync(SharedServers servers) => (await StartedAsync(servers)).Client(Key);

    /// <summary>A client with the development key, over sockets to a process of its own on the same data.</summary>
    public async Task<HttpClient> KestrelClientAsync(SharedServers servers) => (await KestrelAsync(servers)).Client(Key);

    /// <summary>The process that <see cref="KestrelClientAsync"/> talks to.</summary>
    internal async Task<ApiHost> KestrelAsync(SharedServers servers)
    {
        await starting.WaitAsync();
        try
        {
            return kestrel ??= await ApiHost.StartAsync(await LoadedAsync(servers), await servers.RedisAsync(), overSockets: true);
        }
        finally
        {
            starting.Release();
        }
    }

    /// <summary>An API over sockets for one test alone, on the same data, to be disposed by it.</summary>
    /// <param name="servers">The servers.</param>
    /// <param name="settings">Settings of its own.</param>
    internal async Task<WebApplicationFactory<ApiProblem>> OwnAsync(SharedServers servers, params IReadOnlyList<(string Key, string Value)> settings) =>
        (await AnotherAsync(servers, overSockets: true, configure: host =>
        {
            foreach (var (key, value) in settings) host.UseSetting(key, value);
        })).Factory;

    /// <summary>Another process of the API on the same data, to be disposed by the test.</summary>
    internal async Task<ApiHost> AnotherAsync(SharedServers servers, Action<IWebHostBuilder> configure, bool overSockets = false)
    {
        await StartedAsync(servers);
        return await ApiHost.StartAsync(database!, await servers.RedisAsync(), overSockets, configure);
    }

    /// <summary>The API as a process of its own on the same data, to be disposed by the test.</summary>
    internal async Task<ApiProcess> ProcessAsync(SharedServers servers, params IReadOnlyList<(string Key, string Value)> settings)
    {
        await StartedAsync(servers);
        return await ApiProcess.StartAsync(database!, await servers.RedisAsync(), settings);
    }

    public async ValueTask DisposeAsync()
    {
        if (kestrel is not null) await kestrel.DisposeAsync();
        if (host is not null) await host.DisposeAsync();
        if (database is not null) await database.DisposeAsync();
        starting.Dispose();
    }

    private async Task<ApiHost> StartedAsync(SharedServers servers)
    {
        await starting.WaitAsync();
        try
        {
            return host ??= await ApiHost.StartAsync(await LoadedAsync(servers), await servers.RedisAsync());
        }
        finally
        {
            starting.Release();
        }
    }

    private async Task<EdgarDatabase> LoadedAsync(SharedServers servers)
    {
        if (database is not null) return database;
        database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await database.Pipeline.RunAsync(new SomeCompanies(new BulkCompanySource(BulkLayout.Find(EdgarData.Folder)), Loaded), progress: null, CancellationToken.None);
        await database.Services.GetRequiredService<UsageMaintenance>().RunAsync(CancellationToken.None);
        await database.ExecuteAsync(
            """
            insert into usage_daily (day, organization_id, user_id, tier, endpoint, latency_bucket, requests, errors, duration_us, response_bytes, cacheable, cache_hits) values
                ('2026-01-30', 0, 0, 'development', 'GET /api/v1/companies/{id}/overview', 60, 900, 0, 175000, 1100000, 900, 890),
                ('2026-01-30', 0, 0, 'development', 'GET /api/v1/companies/{id}/overview', 96, 100, 4, 430000, 210000, 96, 10),
                ('2026-01-31', 0, 0, 'development', 'GET /api/v1/usage', 100, 10, 0, 60000, 9000, 0, 0)
            """);
        await database.Cluster.WaitForReplayAsync();
        return database;
    }

    /// <summary>The ticker lists whole, and of the companies some.</summary>
    private sealed class SomeCompanies(ICompanySource all, IReadOnlyList<long> ciks) : ICompanySource
    {
        public string Name => all.Name;

        public ValueTask<IReadOnlyList<CompanyProfile>> ReadListingsAsync(CancellationToken cancellationToken) => all.ReadListingsAsync(cancellationToken);

        public IAsyncEnumerable<CompanyDocument> ReadAsync(CancellationToken cancellationToken) =>
            all.ReadAsync(cancellationToken).Where(document => ciks.Contains(document.Cik?.Value ?? 0));
    }
}
