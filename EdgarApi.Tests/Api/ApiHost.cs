using System.Net;
using EdgarApi.Api.Authentication;
using EdgarApi.Api.Problems;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Routing;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Tests.Api;

/// <summary>A process of the API that can share its database and Redis with others.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    /// <summary>The usage spool. Each test has its own because unwritten records belong to the test's database.</summary>
    private readonly string _spool;

    private ApiHost(WebApplicationFactory<ApiProblem> factory, string spool) => (Factory, _spool) = (factory, spool);

    public WebApplicationFactory<ApiProblem> Factory { get; }

    public IServiceProvider Services => Factory.Services;

    /// <summary>Starts the API. When it returns, every node has been probed and the directory is loaded.</summary>
    public static async Task<ApiHost> StartAsync(
        EdgarDatabase database, RedisServer redis, bool overSockets = false, Action<IWebHostBuilder>? configure = null)
    {
        var cluster = database.Cluster;
        var spool = TestFolder.New("spool");
        var factory = new WebApplicationFactory<ApiProblem>().WithWebHostBuilder(host =>
        {
            host.UseSetting("EdgarApi:DevelopmentKey", ApiServer.Key);
            // All tests share one client address.
            foreach (var limit in (string[])["RequestsPerMinute", "RequestsPerDay", "Burst", "Concurrent"])
                host.UseSetting($"EdgarApi:Tiers:public:{limit}", "1000000");
            host.UseSetting("ConnectionStrings:redis", redis.ConnectionString);
            host.UseSetting("EdgarApi:Cache:SigningKey", RedisPools.SigningKey);
            host.UseSetting("ConnectionStrings:edgardb", cluster.Primary.ConnectionString(database.Name));
            host.UseSetting("ConnectionStrings:edgardb-api", cluster.Replicas[0].ConnectionString(database.Name));
            host.UseSetting("ConnectionStrings:edgardb-analytics", cluster.Replicas[1].ConnectionString(database.Name));
            host.UseSetting("EdgarApi:Usage:SpoolDirectory", spool);
            // A busy machine must not look like an unavailable Redis, without which limits and locks are those of one process.
            host.UseSetting("EdgarApi:Cache:RedisTimeout", "00:00:10");
            // Tests count what their own requests read and compute.
            host.UseSetting("EdgarApi:WarmUp:TimeLimit", "00:00:00");
            // Nothing sends traffic to a host that stops.
            host.UseSetting("EdgarApi:Shutdown:DrainTime", "00:00:00");
            configure?.Invoke(host);
        });
        if (overSockets) factory.UseKestrel(options => options.Listen(IPAddress.Loopback, 0));
        factory.ClientOptions.AllowAutoRedirect = false;
        var started = new ApiHost(factory, spool);
        await started.ProbeAsync();
        await started.RefreshAsync();
        return started;
    }

    /// <summary>Probes every node.</summary>
    public async Task ProbeAsync()
    {
        var prober = Services.GetRequiredService<NodeProber>();
        foreach (var node in Services.GetRequiredService<NodeSet>().All) await prober.ProbeAsync(node, CancellationToken.None);
    }

    /// <summary>Polls for the newest versions.</summary>
    public Task RefreshAsync() => Services.GetRequiredService<DirectorySync>().RefreshAsync(0, CancellationToken.None);

    /// <summary>Creates a client with or without a key.</summary>
    public HttpClient Client(string? key)
    {
        var client = Factory.CreateClient();
        if (key is not null) client.DefaultRequestHeaders.Add(RequestKey.Header, key);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await Factory.DisposeAsync();
        if (Directory.Exists(_spool)) Directory.Delete(_spool, recursive: true);
    }
}
