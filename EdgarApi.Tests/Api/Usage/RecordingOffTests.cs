using System.Net;
using System.Text.Json;
using EdgarApi.Accounts;
using EdgarApi.Accounts.Usage;
using EdgarApi.Api.Usage;
using EdgarApi.Tests.Accounts;
using EdgarApi.Tests.Postgres;
using EdgarApi.Tests.Servers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Tests.Api.Usage;

/// <summary>The setting <c>EdgarApi:Usage:Enabled</c>, on a database of its own, where nobody else's requests are recorded.</summary>
public sealed class RecordingOffTests(SharedServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Requests_are_rows_where_recording_is_on_and_usage_says_where_it_is_off(bool enabled)
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await database.Services.GetRequiredService<UsageMaintenance>().RunAsync(Token);
        var key = (await database.Services.CreateKeyAsync(KeyScope.Read | KeyScope.Admin, isOperator: true)).Text;
        await using (var api = await ApiHost.StartAsync(database, await servers.RedisAsync(), configure: host => host.UseSetting("EdgarApi:Usage:Enabled", $"{enabled}")))
        {
            using var client = api.Client(key);
            foreach (var (address, status) in new[]
            {
                ("/api/v1/metrics", HttpStatusCode.OK), ("/api/v1/metrics", HttpStatusCode.OK), ("/api/v1/companies/NOSUCH/facts", HttpStatusCode.NotFound), ("/api/v1/nothing", HttpStatusCode.NotFound),
            })
                using (var response = await client.GetAsync(new Uri(address, UriKind.Relative), Token)) Assert.Equal(status, response.StatusCode);

            Assert.Equal(enabled, (await JsonAsync(client, "/api/v1/usage")).GetProperty("recording").GetBoolean());
            Assert.Equal(enabled, (await JsonAsync(client, "/api/v1/admin/status")).GetProperty("usage").GetProperty("recording").GetBoolean());
        }

        // A stop brings to the primary what waits: all of it is there now, or nothing ever was.
        Assert.Equal(enabled ? 6 : 0, await database.ScalarAsync<long>("select count(*) from api_usage"));
    }

    [Fact]
    public void A_switch_that_is_neither_on_nor_off_ends_the_start_with_its_name() => Assert.Contains(
        "EdgarApi:Usage:Enabled", Assert.ThrowsAny<InvalidOperationException>(() =>
        {
            using var api = new Microsoft.AspNetCore.Mvc.Testing.WebApplicationFactory<RequestRecording>().WithWebHostBuilder(host =>
            {
                host.UseSetting("EdgarApi:Usage:Enabled", "perhaps");
                host.UseSetting("ConnectionStrings:edgardb", "Host=127.0.0.1;Port=1;Username=edgar;Password=x;Database=edgar");
            });
            api.CreateClient();
        }).Message, StringComparison.Ordinal);

    private static async Task<JsonElement> JsonAsync(HttpClient client, string address)
    {
        using var document = JsonDocument.Parse(await client.GetByteArrayAsync(new Uri(address, UriKind.Relative), Token));
        return document.RootElement.Clone();
    }
}
