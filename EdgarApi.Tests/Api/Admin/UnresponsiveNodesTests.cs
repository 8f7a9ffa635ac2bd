#pragma warning disable xUnit1069 // False positive: the tests use their cancellation token through the property Token.
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EdgarApi.Accounts;
using EdgarApi.Accounts.Operation;
using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Routing;
using EdgarApi.Tests.Accounts;
using EdgarApi.Tests.Storage.Ingest;
using EdgarApi.Tests.Storage;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.Api.Admin;

/// <summary>Changes while nodes accept connections but do not respond. A separate cluster, because the tests freeze it.</summary>
public sealed class UnresponsiveNodesTests(PostgresCluster cluster, SharedServers servers) : IClassFixture<PostgresCluster>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The driver's own timeout is five minutes.</summary>
    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_change_on_a_frozen_primary_is_a_503_and_health_names_the_primary()
    {
        await using var database = await EdgarDatabase.CreateAsync(cluster);
        await database.Pipeline.RunAsync("test", RealCompanies.Documents("NVDA"), null, Token);
        await using var api = await ApiHost.StartAsync(database, await servers.RedisAsync());
        var key = await database.Services.CreateKeyAsync(KeyScope.Read);
        await cluster.WaitForReplayAsync();
        using var admin = api.Client(ApiServer.Key);
        using var reader = api.Client(key.Text);
        cluster.Primary.Freeze();
        try
        {
            // The first finds out, the others may already know.
            for (var i = 0; i < 3; i++)
            {
                await IsUnavailableAsync(
                    admin.PostAsJsonAsync(new Uri("/admin/keys", UriKind.Relative), new { userId = 1, name = "late" }, Token));
                await IsUnavailableAsync(reader.PostAsJsonAsync(new Uri("/api/v1/sessions", UriKind.Relative), new { }, Token));
                await IsUnavailableAsync(admin.GetAsync(new Uri("/admin/keys", UriKind.Relative), Token));
            }

            using var status = await admin.GetAsync(new Uri("/admin/status", UriKind.Relative), Token);
            Assert.Equal(HttpStatusCode.OK, status.StatusCode);
            await Waiting.UntilAsync(async () => (await admin.GetStringAsync(new Uri("/health", UriKind.Relative), Token))
                .Contains("the primary is unavailable", StringComparison.Ordinal));
        }
        finally
        {
            cluster.Primary.Thaw();
        }

        await Waiting.UntilAsync(() => api.Services.GetRequiredService<NodeSet>().Primary.Health.IsReachable);
        using var session = await reader.PostAsJsonAsync(new Uri("/api/v1/sessions", UriKind.Relative), new { }, Token);
        Assert.Equal(HttpStatusCode.Created, session.StatusCode);
    }

    /// <summary>With a stopped clock, a wait for the replicas would never end.</summary>
    [Fact(Timeout = Waiting.HangGuard)]
    public async Task An_invalidation_does_not_wait_for_replicas_that_do_not_replay()
    {
        await using var database = await EdgarDatabase.CreateAsync(cluster);
        await database.Pipeline.RunAsync("test", RealCompanies.Documents("NVDA"), null, Token);
        await cluster.WaitForReplayAsync();
        using var process = database.Another(new FakeTimeProvider(DateTimeOffset.UtcNow), EdgarDatabase.Patient);
        foreach (var node in process.Services.GetRequiredService<NodeSet>().All) node.Health.Answered(TimeSpan.Zero);
        foreach (var replica in cluster.Replicas) await database.ExecuteAsync("select pg_wal_replay_pause()", replica);
        try
        {
            var version = await process.Services.GetRequiredService<OperationStore>().InvalidateAsync(
                SomeAccounts.Tester, new Cik(1045810), Token).InTimeAsync();

            Assert.Equal(version, await database.ScalarAsync<long>("select version from company_facts"));
        }
        finally
        {
            foreach (var replica in cluster.Replicas) await database.ExecuteAsync("select pg_wal_replay_resume()", replica);
        }
    }

    private static async Task IsUnavailableAsync(Task<HttpResponseMessage> request)
    {
        using var response = await request.InTimeAsync();
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token));
        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, "upstream_unavailable", TimeSpan.FromSeconds(5)),
            (response.StatusCode, problem.RootElement.GetProperty("code").GetString(), response.Headers.RetryAfter!.Delta));
    }
}
