using System.Net;
using EdgarApi.Api.Caching;
using EdgarApi.Caching;
using EdgarApi.Caching.Facts;
using EdgarApi.Sec.Sources;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using EdgarApi.Tests.Storage.Ingest;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Tests.Api.Caching;

/// <summary>NVIDIA as the SEC served it earlier, then as it serves it now.</summary>
public sealed class NewVersionTests(SharedServers servers)
{
    private const string Facts = "/api/v1/companies/NVDA/facts?limit=1";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_version_evicts_the_company_from_memory_and_no_old_response_is_served_again()
    {
        var (redis, space) = (await servers.RedisAsync(), $"t{Guid.NewGuid():N}"[..20]);
        await using var database = await EdgarDatabase.CreateAsync(
            await servers.PostgresAsync(), ("ConnectionStrings:redis", redis.ConnectionString), ("EdgarApi:Cache:Namespace", space));
        var (now, other) = (RealCompanies.Document("NVDA"), RealCompanies.Document("COST"));
        await IngestAsync(database, now with { Facts = EdgarData.Read("companyfacts-older.zip", "CIK0001045810.older.json") }, other);
        await using var host = await ApiHost.StartAsync(database, redis, overSockets: true, configure: web =>
            web.UseSetting("EdgarApi:Cache:Namespace", space));
        var (answers, facts) = (
            host.Services.GetRequiredService<TieredCache<FinishedAnswer>>(), host.Services.GetRequiredService<CompanyFactsReader>().Memory);
        using var client = host.Client(ApiServer.Key);
        using var kept = await client.GetAsync(new Uri("/api/v1/companies/COST/facts?limit=1", UriKind.Relative), Token);
        var (answersOfOthers, factsOfOthers) = (answers.Size, facts.Size);
        using var before = await client.GetAsync(new Uri(Facts, UriKind.Relative), Token);
        using var hit = await client.GetAsync(new Uri(Facts, UriKind.Relative), Token);
        Assert.Equal(("miss", "hit-l1"), (before.GetXCache(), hit.GetXCache()));
        Assert.True(answers.Size > answersOfOthers && facts.Size > factsOfOthers);

        await IngestAsync(database, now);
        await Waiting.UntilAsync(
            async () =>
            {
                await host.RefreshAsync();
                return answers.Size <= answersOfOthers;
            }, what: "memory without the old responses");

        Assert.Equal((factsOfOthers, 1), (facts.Size, facts.Count));
        client.DefaultRequestHeaders.IfNoneMatch.Add(before.Headers.ETag!);
        using var after = await client.GetAsync(new Uri(Facts, UriKind.Relative), Token);
        Assert.Equal((HttpStatusCode.OK, "miss"), (after.StatusCode, after.GetXCache()));
        Assert.NotEqual(before.Headers.ETag, after.Headers.ETag);
        Assert.NotEqual(await before.Content.ReadAsStringAsync(Token), await after.Content.ReadAsStringAsync(Token));
        using var again = await client.GetAsync(new Uri("/api/v1/companies/COST/facts?limit=1", UriKind.Relative), Token);
        Assert.Equal("hit-l1", again.GetXCache());
    }

    private static async Task IngestAsync(EdgarDatabase database, params CompanyDocument[] documents)
    {
        await database.Pipeline.RunAsync("test", documents.ToAsyncEnumerable(), null, Token);
        await database.Cluster.WaitForReplayAsync();
    }
}
