#pragma warning disable xUnit1069 // False positive: the tests use their cancellation token through the property Token.
using System.Net;
using System.Text.Json;
using EdgarApi.Tests.Storage.Ingest;
using EdgarApi.Tests.Storage;
using EdgarApi.Tests.Servers;
using Microsoft.AspNetCore.Hosting;

namespace EdgarApi.Tests.Api.Admin;

public sealed class InvalidationTests(SharedServers servers)
{
    private const string Ratios = "/api/v1/companies/NVDA/ratios";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task An_invalidated_company_is_recomputed_in_every_process_and_keeps_its_data()
    {
        var (redis, space) = (await servers.RedisAsync(), $"t{Guid.NewGuid():N}"[..20]);
        await using var database = await EdgarDatabase.CreateAsync(
            await servers.PostgresAsync(), ("ConnectionStrings:redis", redis.ConnectionString), ("EdgarApi:Cache:Namespace", space));
        await database.Pipeline.RunAsync("test", RealCompanies.Documents("NVDA"), null, Token);
        await database.Cluster.WaitForReplayAsync();
        await using var one = await StartAsync(database, redis, space);
        await using var other = await StartAsync(database, redis, space);
        using var first = one.Client(ApiServer.Key);
        using var second = other.Client(ApiServer.Key);
        var before = await SendAsync(first);
        Assert.Equal(("miss", "hit-l2"), (before.XCache, (await SendAsync(second)).XCache));
        Assert.Equal(("hit-l1", "hit-l1"), ((await SendAsync(first)).XCache, (await SendAsync(second)).XCache));
        var published = await database.ScalarAsync<DateTime>("select published_at from company_facts");

        using var response = await first.PostAsync(new Uri("/admin/companies/nvda/invalidate", UriKind.Relative), null, Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token));
        Assert.Equal("0001045810", answer.RootElement.GetProperty("cik").GetString());

        foreach (var client in (HttpClient[])[first, second])
        {
            var after = before;
            await Waiting.UntilAsync(async () => (after = await SendAsync(client)).ETag != before.ETag);
            Assert.NotEqual("hit-l1", after.XCache);
            Assert.Equal(before.Body, after.Body);
        }

        Assert.Equal(published, await database.ScalarAsync<DateTime>("select published_at from company_facts"));
        Assert.Equal(
            "company.invalidate company:0001045810",
            await database.ScalarAsync<string>("select action || ' ' || target from admin_actions"));
    }

    private static Task<ApiHost> StartAsync(EdgarDatabase database, RedisServer redis, string space) =>
        ApiHost.StartAsync(database, redis, overSockets: true, configure: web => web.UseSetting("EdgarApi:Cache:Namespace", space));

    private static async Task<(string? XCache, string? ETag, string Body)> SendAsync(HttpClient client)
    {
        using var response = await client.GetAsync(new Uri(Ratios, UriKind.Relative), Token);
        return (
            response.Headers.GetValues("X-Cache").Single(), response.Headers.ETag?.Tag, await response.Content.ReadAsStringAsync(Token));
    }
}
