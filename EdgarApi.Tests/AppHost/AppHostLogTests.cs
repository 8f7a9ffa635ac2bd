using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace EdgarApi.Tests.AppHost;

/// <summary>The log of a run, which contains the lines of every resource.</summary>
public sealed partial class AppHostLogTests
{
    /// <summary>Lines that name no fault of a start.</summary>
    private static readonly string[] Expected =
    [
        // Postgres logs these when the lock library takes a lock and when it stops watching one.
        "SET LOCAL can only be used in transaction blocks", "canceling statement due to user request",
        // A machine too busy to answer within a timeout.
        "did not answer in time", "due to timeout",
    ];

    [Fact]
    public async Task A_run_logs_no_secret_and_no_warning_at_its_start_its_link_opens_the_dashboard_and_it_stops_cleanly()
    {
        const string BadKey = "a-key-that-nobody-has-given";
        var folder = RunningSystem.DataFolder();
        await using var appHost = AppHostProcess.Start(folder, [.. RunningSystem.Settings(folder), "--EdgarApi:Warming:Enabled=false"]);
        using var client = new HttpClient { BaseAddress = new Uri(await appHost.AddressAsync("api")) };
        var start = appHost.Output;
        foreach (var key in (string[])[RunningSystem.DevelopmentKey, BadKey])
        {
            foreach (var address in (string[])["companies/AAPL/statements/income", "companies/NOSUCH/facts", "nothing"])
            {
                using var request = new HttpRequestMessage(HttpMethod.Get,
                    new Uri($"/api/v1/{address}", UriKind.Relative)) { Headers = { { "X-Api-Key", key } } };
                using (await client.SendAsync(request, TestContext.Current.CancellationToken)) { }
            }
        }

        var dashboard = await client.GetStringAsync(new Uri(await appHost.AddressAsync("dashboard")),
            TestContext.Current.CancellationToken);
        Assert.StartsWith("<!DOCTYPE html>", dashboard, StringComparison.Ordinal);
        var made = await MadeSecretsAsync(client);
        await appHost.SignalAsync("TERM");
        await appHost.AssertCleanEndAsync();
        Assert.Equal(0, appHost.ExitCode);

        var secrets = RunningSystem.Passwords.Select(RunningSystem.GetSecret).Concat([RunningSystem.DevelopmentKey, BadKey, .. made])
            .ToList();
        Assert.True(secrets.Count >= 8 && start.Length > 1_000);
        Assert.NotEmptyAndAll(secrets, secret => Assert.DoesNotContain(secret, appHost.Output, StringComparison.Ordinal));
        var alarming = Alarm().Matches(start).Select(match => match.Value).Where(line => !Expected.Any(line.Contains)).ToList();
        Assert.True(alarming.Count == 0, string.Join('\n', alarming));
    }

    /// <summary>Redis warns of machines that do not overcommit memory ("# WARNING"), which matters to saving on disk only.</summary>
    [GeneratedRegex(@"^.*((^|\dZ )(warn|fail|crit): |(?<!# )WARNING:|ERROR:|FATAL:|PANIC:).*$", RegexOptions.Multiline)]
    private static partial Regex Alarm();

    /// <summary>The secret parts of a key that administration makes, of its successor and of a session's token.</summary>
    private static async Task<IReadOnlyList<string>> MadeSecretsAsync(HttpClient client)
    {
        const string Admin = "/api/v1/admin";
        var organization = await PostAsync(client, RunningSystem.DevelopmentKey, $"{Admin}/organizations", new { name = "Acme" });
        var user = await PostAsync(client, RunningSystem.DevelopmentKey, $"{Admin}/users",
            new { organizationId = organization.GetProperty("id").GetInt64(), name = "Jane" });
        var key = await PostAsync(client, RunningSystem.DevelopmentKey, $"{Admin}/keys",
            new { userId = user.GetProperty("id").GetInt64(), name = "server" });
        var successor = await PostAsync(client, RunningSystem.DevelopmentKey,
            $"{Admin}/keys/{key.GetProperty("details").GetProperty("id").GetString()}/rotate", new { });
        var session = await PostAsync(client, key.GetProperty("key").GetString()!, "/api/v1/sessions", new { });
        return [.. new[] { key.GetProperty("key"), successor.GetProperty("key"), session.GetProperty("token") }.Select(text =>
            text.GetString()!.Split('_')[3])];
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string key, string address, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post,
            new Uri(address, UriKind.Relative)) { Headers = { { "X-Api-Key", key } }, Content = JsonContent.Create(body) };
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }
}
