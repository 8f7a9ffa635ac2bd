using EdgarApi.Api.Requests;
using EdgarApi.Caching;
using EdgarApi.Sec.Sources;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Ingest;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using EdgarApi.Tests.Storage.Ingest;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Tests.Api.Caching;

/// <summary>
/// The data of a version, read by a process that hears of the version before its replicas have it, or after. A separate cluster, because
/// replay is paused on its replicas.
/// </summary>
public sealed class PausedReplayTests(PostgresCluster cluster, SharedServers servers) : IClassFixture<PostgresCluster>
{
    /// <summary>At least one request per cached endpoint and per way of reading.</summary>
    private static readonly (string Route, string Address)[] Requests =
    [
        ("/companies/{id}", "/companies/NVDA"),
        ("/companies/{id}/overview", "/companies/NVDA/overview?fields=all"),
        ("/companies/{id}/statements/{statement}", "/companies/NVDA/statements/income?freq=quarterly"),
        ("/companies/{id}/ratios", "/companies/NVDA/ratios"),
        ("/companies/{id}/facts", "/companies/NVDA/facts?limit=5"),
        ("/companies/{id}/filings", "/companies/NVDA/filings"),
        ("/companies/{id}/timeseries", "/companies/NVDA/timeseries?metrics=Revenue&freq=quarterly"),
        ("/timeseries", "/timeseries?companies=NVDA&metrics=Revenue&freq=quarterly"),
        ("/timeseries", "/timeseries?companies=NVDA&metrics=Revenue&freq=quarterly&vintage=original"),
        ("/statements/{statement}", "/statements/income?companies=NVDA&freq=quarterly"),
        ("/ratios", "/ratios?companies=NVDA"),
    ];

    /// <summary>The replicas stay in rotation regardless of their lag, so the lag tolerance does not protect the responses.</summary>
    private static readonly (string Key, string Value)[] AnyLag =
    [
        .. EdgarDatabase.Patient,
        ("EdgarApi:Routing:ApiLagTolerance", "01:00:00"),
        ("EdgarApi:Routing:AnalyticsLagTolerance", "01:00:00"),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Data_cached_under_a_version_was_read_at_that_version()
    {
        await using var database = await EdgarDatabase.CreateAsync(cluster);
        await database.Pipeline.IngestOneAsync(Before, Token);
        await cluster.WaitForReplayAsync();
        await using var host = await StartAsync(database);
        Assert.Equal(CachedRoutes(host).Order(), Requests.Select(request => request.Route).Distinct().Order());
        var old = await AnswersAsync(host);

        foreach (var replica in cluster.Replicas) await database.ExecuteAsync("select pg_wal_replay_pause()", replica);
        IReadOnlyList<Answer> duringPause;
        try
        {
            var version = await database.Pipeline.IngestOneAsync(Now, Token);
            await host.Services.GetRequiredService<DirectorySync>().RefreshAsync(version!.Value, Token);
            duringPause = await AnswersAsync(host);
        }
        finally
        {
            foreach (var replica in cluster.Replicas) await database.ExecuteAsync("select pg_wal_replay_resume()", replica);
        }

        await cluster.WaitForReplayAsync();
        await using var later = await StartAsync(database);
        var current = await AnswersAsync(later);
        Assert.Empty(old.Zip(current).Where(pair => pair.First.Body == pair.Second.Body).Select(pair => pair.First.Address));
        Assert.Empty(duringPause.Zip(current).Where(pair => pair.First.Body != pair.Second.Body).Select(pair => pair.First.Address));
        Assert.Equal(current, duringPause);
    }

    [Theory]
    [InlineData("/companies/NVDA/overview?fields=all")]
    [InlineData("/companies/NVDA/filings")]
    [InlineData("/companies/NVDA/facts?limit=5")]
    [InlineData("/timeseries?companies=NVDA&metrics=Revenue&freq=quarterly")]
    public async Task Data_that_is_newer_than_the_directory_is_not_served_as_the_version_that_the_directory_knows(string address)
    {
        await using var database = await EdgarDatabase.CreateAsync(cluster);
        await database.Pipeline.IngestOneAsync(Before, Token);
        await cluster.WaitForReplayAsync();
        await using var host = await StartAsync(database);
        var known = host.Services.GetRequiredService<ICompanyDirectory>().Find("NVDA")!;

        // No announcement reaches the process.
        await database.Pipeline.IngestOneAsync(Now, Token);
        await cluster.WaitForReplayAsync();
        var answer = await GetAsync(host, address);

        Assert.True(host.Services.GetRequiredService<ICompanyDirectory>().Find("NVDA")!.Version > known.Version);
        await using var later = await StartAsync(database);
        Assert.Equal(await GetAsync(later, address), answer);
    }

    private static CompanyDocument Before => Now with
    {
        Facts = EdgarData.Read("companyfacts-older.zip", "CIK0001045810.older.json"),
        Filings = [SomeCompanies.AnnualReport with { Items = "8.01" }],
        Profile = Now.Profile! with { Category = "Before" },
    };

    private static CompanyDocument Now => RealCompanies.Document("NVDA") with { Filings = [SomeCompanies.AnnualReport] };

    private async Task<ApiHost> StartAsync(EdgarDatabase database)
    {
        var space = $"t{Guid.NewGuid():N}"[..20];
        return await ApiHost.StartAsync(database, await servers.RedisAsync(), configure: host =>
        {
            host.UseSetting("EdgarApi:Cache:Namespace", space);
            foreach (var (key, value) in AnyLag) host.UseSetting(key, value);
        });
    }

    private static IEnumerable<string> CachedRoutes(ApiHost host) => host.Services.GetServices<EndpointDataSource>()
        .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<CacheKind>() is not null)
        .Select(endpoint => CsvRoute.GetTemplate(endpoint)["/api/v1".Length..]).Distinct();

    private static async Task<IReadOnlyList<Answer>> AnswersAsync(ApiHost host)
    {
        var answers = new List<Answer>();
        foreach (var (_, address) in Requests) answers.Add(await GetAsync(host, address));
        return answers;
    }

    private static async Task<Answer> GetAsync(ApiHost host, string address)
    {
        using var client = host.Client(ApiServer.Key);
        using var response = await client.GetAsync(new Uri($"/api/v1{address}", UriKind.Relative), Token);
        Assert.True(response.IsSuccessStatusCode, address);
        return new Answer(address, $"{response.Headers.ETag}", await response.Content.ReadAsStringAsync(Token));
    }

    private sealed record Answer(string Address, string Tag, string Body);
}
