using System.Text.Json;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using EdgarApi.Tests.Storage.Ingest;
using Microsoft.AspNetCore.Hosting;

namespace EdgarApi.Tests.Api.TimeSeries;

/// <summary>Metric values in the database that rules of an earlier version computed.</summary>
public sealed class StoredValuesTests(SharedServers servers)
{
    private const string Series = "/api/v1/timeseries?companies=NVDA&metrics=NetIncome&periods=1&fields=value";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Values_of_another_version_of_the_rules_are_computed_anew_instead_of_read()
    {
        var redis = await servers.RedisAsync();
        await using var database = await EdgarDatabase.CreateAsync(
            await servers.PostgresAsync(), ("ConnectionStrings:redis", redis.ConnectionString));
        await database.Pipeline.RunAsync("test", RealCompanies.Documents("NVDA"), null, Token);
        await database.ExecuteAsync("update metric_values set value = 1 where value is not null");
        Assert.Equal(1, await ReadAsync());

        await database.ExecuteAsync(
            "update company_facts set rules_version = rules_version - 1; update companies set revision = nextval('data_version')");
        // Net income of the year to 2026-01-25 in the 10-K of 2026.
        Assert.Equal(120_067_000_000, await ReadAsync());

        async Task<decimal> ReadAsync()
        {
            await database.Cluster.WaitForReplayAsync();
            await using var host = await ApiHost.StartAsync(database, redis, configure: web =>
                web.UseSetting("EdgarApi:Cache:Namespace", $"t{Guid.NewGuid():N}"[..20]));
            using var client = host.Client(ApiServer.Key);
            var answer = JsonDocument.Parse(await client.GetStringAsync(new Uri(Series, UriKind.Relative), Token)).RootElement;
            return answer.GetProperty("companies")[0].GetProperty("metrics")[0].GetProperty("points")[0].GetProperty("value").GetDecimal();
        }
    }
}
