using System.Net;
using EdgarApi.Api.Authentication;
using EdgarApi.Api.Problems;
using EdgarApi.Data.Companies;
using EdgarApi.Data.Ingest;
using EdgarApi.Data.Postgres.Routing;
using EdgarApi.Data.Sec.Bulk;
using EdgarApi.Financials.Companies;
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
    private WebApplicationFactory<ApiProblem>? factory;
    private WebApplicationFactory<ApiProblem>? kestrel;

    /// <summary>A client without a key.</summary>
    public async Task<HttpClient> AnonymousAsync(SharedServers servers) => (await StartedAsync(servers)).CreateClient(new() { AllowAutoRedirect = false });

    /// <summary>A client with the development key.</summary>
    public async Task<HttpClient> ClientAsync(SharedServers servers)
    {
        var client = await AnonymousAsync(servers);
        client.DefaultRequestHeaders.Add(ApiKeyAuthentication.Header, Key);
        return client;
    }

    /// <summary>A client with the development key, over sockets to a process of its own on the same data.</summary>
    public async Task<HttpClient> KestrelClientAsync(SharedServers servers)
    {
        await StartedAsync(servers);
        await starting.WaitAsync();
        try
        {
            kestrel ??= await StartAsync(await servers.PostgresAsync(), await servers.RedisAsync(), overSockets: true);
        }
        finally
        {
            starting.Release();
        }

        var client = kestrel.CreateClient();
        client.DefaultRequestHeaders.Add(ApiKeyAuthentication.Header, Key);
        return client;
    }

    /// <summary>An API over sockets for one test alone, on the same data, to be disposed by it.</summary>
    /// <param name="servers">The servers.</param>
    /// <param name="settings">Settings of its own.</param>
    internal async Task<WebApplicationFactory<ApiProblem>> OwnAsync(SharedServers servers, params IReadOnlyList<(string Key, string Value)> settings)
    {
        await StartedAsync(servers);
        return await StartAsync(await servers.PostgresAsync(), await servers.RedisAsync(), overSockets: true, settings);
    }

    public async ValueTask DisposeAsync()
    {
        if (kestrel is not null) await kestrel.DisposeAsync();
        if (factory is not null) await factory.DisposeAsync();
        if (database is not null) await database.DisposeAsync();
        starting.Dispose();
    }

    private async Task<WebApplicationFactory<ApiProblem>> StartedAsync(SharedServers servers)
    {
        await starting.WaitAsync();
        try
        {
            return factory ??= await StartAsync(await servers.PostgresAsync(), await servers.RedisAsync());
        }
        finally
        {
            starting.Release();
        }
    }

    private async Task LoadAsync(PostgresCluster cluster)
    {
        database = await EdgarDatabase.CreateAsync(cluster);
        await database.Pipeline.RunAsync(new SomeCompanies(new BulkCompanySource(BulkLayout.Find(EdgarData.Folder)), Loaded), progress: null, CancellationToken.None);
        await cluster.WaitForReplayAsync();
    }

    private async Task<WebApplicationFactory<ApiProblem>> StartAsync(
        PostgresCluster cluster, RedisServer redis, bool overSockets = false, params IReadOnlyList<(string Key, string Value)> settings)
    {
        if (database is null) await LoadAsync(cluster);
        var api = new WebApplicationFactory<ApiProblem>().WithWebHostBuilder(host =>
        {
            host.UseSetting("EdgarApi:DevelopmentKey", Key);
            host.UseSetting("ConnectionStrings:redis", redis.ConnectionString);
            host.UseSetting("ConnectionStrings:edgardb", cluster.Primary.ConnectionString(database!.Name));
            host.UseSetting("ConnectionStrings:edgardb-api", cluster.Replicas[0].ConnectionString(database.Name));
            host.UseSetting("ConnectionStrings:edgardb-analytics", cluster.Replicas[1].ConnectionString(database.Name));
            // All tests come from one address.
            foreach (var limit in (string[])["RequestsPerMinute", "RequestsPerDay", "Burst", "Concurrent"]) host.UseSetting($"EdgarApi:Tiers:public:{limit}", "1000000");
            foreach (var (key, value) in settings) host.UseSetting(key, value);
        });
        if (overSockets) api.UseKestrel(options => options.Listen(IPAddress.Loopback, 0));
        var prober = api.Services.GetRequiredService<NodeProber>();
        foreach (var node in api.Services.GetRequiredService<NodeSet>().All) await prober.ProbeAsync(node, CancellationToken.None);
        await api.Services.GetRequiredService<DirectorySync>().RefreshAsync(0, CancellationToken.None);
        return api;
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
