using System.Net;
using EdgarApi.Caching.Facts;
using EdgarApi.Financials.Facts;
using EdgarApi.Storage.Companies;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using EdgarApi.Tests.Storage.Ingest;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Tests.Api.WarmUp;

/// <summary>What a process computes before it is ready.</summary>
public sealed class WarmUpTests(SharedServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_process_is_ready_once_it_has_computed_its_first_responses()
    {
        await using var database = await CreateAsync();
        await using var host = await StartAsync(database, "00:00:30");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, 0), (await GetHealthAsync(host), Facts(host).Count));

        await IngestAsync(database);
        await host.RefreshAsync();
        await Waiting.UntilAsync(async () => await GetHealthAsync(host) == HttpStatusCode.OK);

        Assert.Equal(1, Facts(host).Count);
        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from api_usage"));
    }

    [Fact]
    public async Task Without_time_a_process_computes_nothing()
    {
        await using var database = await CreateAsync();
        await IngestAsync(database);
        await using var host = await StartAsync(database, "00:00:00");
        await Waiting.UntilAsync(async () => await GetHealthAsync(host) == HttpStatusCode.OK);
        Assert.Equal(0, Facts(host).Count);
    }

    [Fact]
    public async Task A_process_is_ready_in_time_even_if_it_cannot_compute()
    {
        await using var database = await CreateAsync();
        await IngestAsync(database);
        await using var host = await StartAsync(database, "00:00:01", new NoReader());
        await Waiting.UntilAsync(async () => await GetHealthAsync(host) == HttpStatusCode.OK);
        Assert.Equal(0, Facts(host).Count);
    }

    private static FactsMemory Facts(ApiHost host) => host.Services.GetRequiredService<CompanyFactsReader>().Memory;

    private static async Task<HttpStatusCode> GetHealthAsync(ApiHost host)
    {
        using var client = host.Client(key: null);
        using var response = await client.GetAsync(new Uri("/health", UriKind.Relative), Token);
        return response.StatusCode;
    }

    private async Task<EdgarDatabase> CreateAsync() => await EdgarDatabase.CreateAsync(await servers.PostgresAsync());

    private static async Task IngestAsync(EdgarDatabase database)
    {
        await database.Pipeline.RunAsync("test", RealCompanies.Documents("NVDA"), null, Token);
        await database.Cluster.WaitForReplayAsync();
    }

    private async Task<ApiHost> StartAsync(EdgarDatabase database, string timeLimit, ICompanyFactsReader? reader = null) =>
        await ApiHost.StartAsync(database, await servers.RedisAsync(), configure: host =>
        {
            host.UseSetting("EdgarApi:Cache:Namespace", $"t{Guid.NewGuid():N}"[..20]);
            host.UseSetting("EdgarApi:WarmUp:TimeLimit", timeLimit);
            if (reader is not null) host.ConfigureTestServices(services => services.AddSingleton(reader));
        });

    /// <summary>Never returns facts.</summary>
    private sealed class NoReader : ICompanyFactsReader
    {
        public async ValueTask<CompanyFacts?> GetAsync(CompanyEntry company, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return null;
        }
    }
}
