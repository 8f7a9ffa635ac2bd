using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EdgarApi.Tests.Accounts;
using EdgarApi.Tests.Servers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace EdgarApi.Tests.Api.WebSecurity;

public sealed class SecretTests(SharedServers servers, ApiServer api)
{
    private const string BadKey = "a-key-that-nobody-has-given";
    private const string Reading = "/api/v1/companies/AAPL/statements/income";

    [Fact]
    public async Task No_key_or_password_is_logged_at_any_level()
    {
        await using var host = await api.AnotherAsync(servers, host =>
        {
            string[] categories = ["Default", "Microsoft.AspNetCore", "Npgsql", "Polly", "System.Net.Http.HttpClient", "ZiggyCreatures"];
            foreach (var category in categories)
                host.UseSetting($"Logging:LogLevel:{category}", nameof(LogLevel.Trace));
            host.ConfigureLogging(logging => logging.ClearProviders().AddFakeLogging().SetMinimumLevel(LogLevel.Trace));
        });
        using var client = host.Client(ApiServer.Key);
        using var stranger = host.Client(BadKey);
        var made = await MadeSecretsAsync(host);
        string[] addresses = [Reading, "/api/v1/companies/AAPL/overview", "/api/v1/nothing", "/api/v1/companies/AAPL/facts?bogus=1"];
        foreach (var address in addresses)
        {
            using (await client.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken)) { }
            using (await stranger.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken)) { }
            using var bearer = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative))
            {
                Headers = { { "Authorization", $"Bearer {BadKey}" } },
            };
            using (await host.Client(null).SendAsync(bearer, TestContext.Current.CancellationToken)) { }
        }

        var logged = host.Services.GetFakeLogCollector().GetSnapshot();

        Assert.True(logged.Count > 100, $"only {logged.Count} lines were logged");
        Assert.Contains(logged, line => line.Level == LogLevel.Trace || line.Level == LogLevel.Debug);
        foreach (var secret in (string[])[ApiServer.Key, BadKey, PostgresNode.Password, .. made.Select(text => text.Split('_')[3])])
        {
            Assert.NotEmptyAndAll(logged, line => Assert.DoesNotContain(secret, line.Message, StringComparison.Ordinal));
            Assert.NotEmptyAndAll(logged, line => Assert.DoesNotContain(secret, $"{line.Exception}", StringComparison.Ordinal));
            Assert.NotEmptyAndAll(
                logged,
                line => Assert.All(
                    line.StructuredState ?? [], item => Assert.DoesNotContain(secret, item.Value ?? "", StringComparison.Ordinal)));
        }
    }

    /// <summary>A key from the admin API, its successor, and a session token, each used once.</summary>
    private static async Task<IReadOnlyList<string>> MadeSecretsAsync(ApiHost host)
    {
        using var client = host.Client(ApiServer.Key);
        var user = await host.Services.CreateUserAsync();
        var made = await PostAsync(client, "/api/v1/admin/keys", new { userId = user.Id, name = "secret" });
        var (key, id) = (made.GetProperty("key").GetString()!, made.GetProperty("details").GetProperty("id").GetString());
        var successor = (await PostAsync(client, $"/api/v1/admin/keys/{id}/rotate", new { })).GetProperty("key").GetString()!;
        using var owner = host.Client(key);
        var token = (await PostAsync(owner, "/api/v1/sessions", new { })).GetProperty("token").GetString()!;
        foreach (var secret in (string[])[key, successor, token])
        {
            using var caller = host.Client(secret);
            using var response = await caller.GetAsync(new Uri(Reading, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        return [key, successor, token];
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string address, object body)
    {
        using var response = await client.PostAsJsonAsync(new Uri(address, UriKind.Relative), body, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }
}
