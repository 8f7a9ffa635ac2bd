using EdgarApi.Tests.Servers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace EdgarApi.Tests.Api.WebSecurity;

public sealed class SecretTests(SharedServers servers, ApiServer api)
{
    private const string BadKey = "a-key-that-nobody-has-given";
    private const string Password = "a-password-of-the-stores";

    [Fact]
    public async Task No_key_and_no_password_is_logged_however_much_is_logged()
    {
        await using var host = await api.AnotherAsync(servers, host =>
        {
            host.UseSetting("ConnectionStrings:unused", $"Host=127.0.0.1;Password={Password}");
            foreach (var category in (string[])["Default", "Microsoft.AspNetCore", "Npgsql", "Polly", "System.Net.Http.HttpClient", "ZiggyCreatures"])
                host.UseSetting($"Logging:LogLevel:{category}", nameof(LogLevel.Trace));
            host.ConfigureLogging(logging => logging.ClearProviders().AddFakeLogging().SetMinimumLevel(LogLevel.Trace));
        });
        using var client = host.Client(ApiServer.Key);
        using var stranger = host.Client(BadKey);
        foreach (var address in (string[])["/api/v1/companies/AAPL/statements/income", "/api/v1/companies/AAPL/overview", "/api/v1/nothing", "/api/v1/companies/AAPL/facts?bogus=1"])
        {
            using (await client.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken)) { }
            using (await stranger.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken)) { }
            using var bearer = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative)) { Headers = { { "Authorization", $"Bearer {BadKey}" } } };
            using (await host.Client(null).SendAsync(bearer, TestContext.Current.CancellationToken)) { }
        }

        var logged = host.Services.GetFakeLogCollector().GetSnapshot();

        Assert.True(logged.Count > 100, $"only {logged.Count} lines were logged");
        Assert.Contains(logged, line => line.Level == LogLevel.Trace || line.Level == LogLevel.Debug);
        foreach (var secret in (string[])[ApiServer.Key, BadKey, Password])
        {
            Assert.All(logged, line => Assert.DoesNotContain(secret, line.Message, StringComparison.Ordinal));
            Assert.All(logged, line => Assert.DoesNotContain(secret, $"{line.Exception}", StringComparison.Ordinal));
            Assert.All(logged, line => Assert.All(line.StructuredState ?? [], item => Assert.DoesNotContain(secret, item.Value ?? "", StringComparison.Ordinal)));
        }
    }
}
