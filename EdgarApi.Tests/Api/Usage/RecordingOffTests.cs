using System.Net;
using System.Text.Json;
using EdgarApi.Accounts;
using EdgarApi.Accounts.Usage;
using EdgarApi.Api.Usage;
using EdgarApi.Tests.Accounts;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Tests.Api.Usage;

/// <summary>The setting <c>EdgarApi:Usage:Enabled</c>, on a separate database without other requests.</summary>
public sealed class RecordingOffTests(SharedServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Requests_are_recorded_if_usage_is_on_and_the_endpoint_says_if_it_is_off(bool enabled)
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await database.Services.GetRequiredService<UsageMaintenance>().RunAsync(Token);
        var key = (await database.Services.CreateKeyAsync(KeyScope.Read | KeyScope.Admin, isOperator: true)).Text;
        await using (var api = await StartAsync(database, enabled))
        {
            using var client = api.Client(key);
            var requests = new[]
            {
                ("/api/v1/metrics", HttpStatusCode.OK),
                ("/api/v1/metrics", HttpStatusCode.OK),
                ("/api/v1/companies/NOSUCH/facts", HttpStatusCode.NotFound),
                ("/api/v1/nothing", HttpStatusCode.NotFound),
            };
            foreach (var (address, status) in requests)
                using (var response = await client.GetAsync(new Uri(address, UriKind.Relative), Token))
                    Assert.Equal(status, response.StatusCode);

            Assert.Equal(enabled, (await JsonAsync(client, "/api/v1/usage")).GetProperty("recording").GetBoolean());
            Assert.Equal(
                enabled,
                (await JsonAsync(client, "/api/v1/admin/status")).GetProperty("usage").GetProperty("recording").GetBoolean());
        }

        // Stopping the API writes all pending records, so any that exist are in the table now.
        Assert.Equal(enabled ? 6 : 0, await database.ScalarAsync<long>("select count(*) from api_usage"));
    }

    [Fact]
    public void A_value_other_than_true_or_false_fails_at_startup_with_the_settings_name() => Assert.Contains(
        "EdgarApi:Usage:Enabled", Assert.ThrowsAny<InvalidOperationException>(() =>
        {
            using var api = new Microsoft.AspNetCore.Mvc.Testing.WebApplicationFactory<RequestRecording>().WithWebHostBuilder(host =>
            {
                host.UseSetting("EdgarApi:Usage:Enabled", "perhaps");
                host.UseSetting("ConnectionStrings:edgardb", "Host=127.0.0.1;Port=1;Username=edgar;Password=x;Database=edgar");
            });
            api.CreateClient();
        }).Message, StringComparison.Ordinal);

    private async Task<ApiHost> StartAsync(EdgarDatabase database, bool enabled) => await ApiHost.StartAsync(
        database, await servers.RedisAsync(), configure: host => host.UseSetting("EdgarApi:Usage:Enabled", $"{enabled}"));

    private static async Task<JsonElement> JsonAsync(HttpClient client, string address)
    {
        using var document = JsonDocument.Parse(await client.GetByteArrayAsync(new Uri(address, UriKind.Relative), Token));
        return document.RootElement.Clone();
    }
}
