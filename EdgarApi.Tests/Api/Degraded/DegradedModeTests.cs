using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EdgarApi.Accounts.Degraded;
using EdgarApi.Api.Problems;
using EdgarApi.Contracts;
using EdgarApi.Tests.Api.Agents;
using EdgarApi.Tests.Api.Caching;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using EdgarApi.Tests.Storage.Ingest;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.Api.Degraded;

/// <summary>
/// Degraded mode over several API processes. The database is the tests' own: the mode concerns every process that uses it.
/// </summary>
public sealed class DegradedModeTests(SharedServers servers) : IAsyncLifetime
{
    private const string Income = "/api/v1/companies/NVDA/statements/income?periods=5";
    private const string Missing = "/api/v1/companies/NVDA/statements/income?periods=6";
    private const string Csv = "/api/v1/companies/NVDA/facts?concept=Assets&limit=5&format=csv";
    private const string Mode = "/api/v1/admin/degraded-mode";
    private const string Reason = "The database is overloaded";

    private readonly string _space = $"t{Guid.NewGuid():N}"[..20];
    private readonly List<ApiHost> _processes = [];
    private EdgarDatabase _database = null!;
    private RedisServer _redis = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _redis = await servers.RedisAsync();
        _database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await _database.Pipeline.RunAsync("test", RealCompanies.Documents("NVDA"), null, Token);
        await _database.Cluster.WaitForReplayAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes) await process.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task All_processes_serve_only_what_is_cached_until_an_operator_ends_it()
    {
        var (one, other) = (await StartAsync(), await StartAsync());
        foreach (var address in (string[])[Income, Csv])
            using (await GetAsync(one, address, HttpStatusCode.OK)) { }
        var before = DateTime.UtcNow;

        var started = await TurnOnAsync(one, seconds: 1800);
        await UntilAsync(other, isOn: true);

        var end = started.GetProperty("endsAt").GetDateTime();
        Assert.InRange(end - before, TimeSpan.FromMinutes(29.9), TimeSpan.FromMinutes(31));
        Assert.Equal(Reason, started.GetProperty("reason").GetString());
        foreach (var (process, level) in new[] { (one, "hit-l1"), (other, "hit-l2") })
        {
            using var cached = await GetAsync(process, Income, HttpStatusCode.OK);
            Assert.Equal((level, $"{end:yyyy-MM-ddTHH:mm:ssZ}"), (cached.GetXCache(), GetEnd(cached)));
            using var missing = await GetAsync(process, Missing, HttpStatusCode.ServiceUnavailable);
            await AssertRefusedAsync(missing, retryAfter: 60, "this one is not cached");
            // In the first process the export is cached too.
            using var export = await GetAsync(process, Csv, HttpStatusCode.ServiceUnavailable);
            await AssertRefusedAsync(export, retryAfter: 60, "no exports");
            using var file = await GetAsync(process, "/api/v1/datasets/values/2024.parquet", HttpStatusCode.ServiceUnavailable);
            await AssertRefusedAsync(file, retryAfter: 60, "no exports");
            using var usage = await GetAsync(process, "/api/v1/usage", HttpStatusCode.ServiceUnavailable);
            await AssertRefusedAsync(usage, retryAfter: 60, "computed for each request");
            using var search = await GetAsync(process, "/api/v1/companies?query=nvidia", HttpStatusCode.OK);
            using var health = await GetAsync(process, "/health", HttpStatusCode.OK);
            var report = await ReadAsync(health);
            Assert.Equal("Degraded", report.GetProperty("status").GetString());
            Assert.Equal(
                $"degraded mode until {end:yyyy-MM-ddTHH:mm:ssZ}: {Reason}",
                report.GetProperty("checks").GetProperty("degraded-mode").GetProperty("description").GetString());
        }

        using (await SendAsync(other, HttpMethod.Delete, body: null)) { }
        await UntilAsync(one, isOn: false);
        foreach (var process in (ApiHost[])[one, other])
            using (var computed = await GetAsync(process, Missing, HttpStatusCode.OK)) Assert.Null(GetEnd(computed));
        using (await GetAsync(one, Csv, HttpStatusCode.OK)) { }
        Assert.Equal(
            ["degraded.off: {}", $"degraded.on: {Reason}"],
            (await ReadAsync(await GetAsync(one, "/api/v1/admin/audit", HttpStatusCode.OK))).GetProperty("actions").EnumerateArray()
                .Select(action => $"{action.GetProperty("action").GetString()}: " + (
                    action.GetProperty("detail").TryGetProperty("reason", out var reason) ? reason : action.GetProperty("detail"))));
    }

    [Fact]
    public async Task Without_Redis_processes_follow_too_and_one_that_starts_is_in_the_mode_from_its_first_request()
    {
        var (one, other) = (await StartAsync(WithoutRedis), await StartAsync(WithoutRedis));
        await TurnOnAsync(one, seconds: 600);
        await UntilAsync(other, isOn: true);

        var restarted = await StartAsync(WithoutRedis);

        using var first = await GetAsync(restarted, Income, HttpStatusCode.ServiceUnavailable);
        await AssertRefusedAsync(first, retryAfter: 60, "this one is not cached");
        Assert.NotNull(GetEnd(first));

        static void WithoutRedis(IWebHostBuilder host) => host.UseSetting("ConnectionStrings:redis", "");
    }

    [Theory]
    [InlineData("get_statement", """{ "company": "NVDA", "statement": "income" }""", "degraded_mode", "Call this tool again")]
    [InlineData("search_companies", """{ "query": "nvidia" }""", "structuredContent")]
    public async Task A_tool_that_computes_says_so(string tool, string arguments, params string[] parts)
    {
        var process = await StartAsync();
        await TurnOnAsync(process, seconds: 60);
        await UntilAsync(process, isOn: true);

        using var client = process.Client(ApiServer.Key);
        using var request = ToolRequest.Create(tool, arguments);
        using var response = await client.SendAsync(request, Token);

        var text = await response.Content.ReadAsStringAsync(Token);
        Assert.NotEmptyAndAll(parts, part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_ends_by_itself()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var process = await StartAsync(host =>
        {
            host.UseSetting("EdgarApi:Usage:Enabled", "false"); // its records would wait for the clock at the end
            host.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(time));
        });
        await TurnOnAsync(process, seconds: null);

        time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(20));
        using var late = await GetAsync(process, Missing, HttpStatusCode.ServiceUnavailable);
        await AssertRefusedAsync(late, retryAfter: 20, "this one is not cached");
        time.Advance(TimeSpan.FromSeconds(20));

        // The clock timed out a probe in progress. Its node serves reads again after the next probe.
        await Waiting.UntilAsync(async () =>
        {
            await process.ProbeAsync();
            return await GetProblemCodeAsync(process, Missing) != "upstream_unavailable";
        });
        using var computed = await GetAsync(process, Missing, HttpStatusCode.OK);
        Assert.Null(GetEnd(computed));
        Assert.False((await ReadAsync(await GetAsync(process, Mode, HttpStatusCode.OK))).GetProperty("isOn").GetBoolean());
    }

    [Fact]
    public async Task An_outdated_response_is_served_for_three_days()
    {
        var before = await StartAsync();
        using (await GetAsync(before, Income, HttpStatusCode.OK)) { }
        await TurnOnAsync(before, seconds: 600);

        await OlderResponse.MakeAsync(before.Services, _space, TimeSpan.FromHours(70));
        using var stale = await GetAsync(await StartAsync(), Income, HttpStatusCode.OK);
        Assert.Equal("stale", stale.GetXCache());
        Assert.InRange(stale.Headers.Age!.Value, TimeSpan.FromHours(70), TimeSpan.FromHours(70.1));

        await OlderResponse.MakeAsync(before.Services, _space, TimeSpan.FromHours(2));
        using (await GetAsync(await StartAsync(), Income, HttpStatusCode.ServiceUnavailable)) { }
    }

    [Fact]
    public async Task An_invalid_order_changes_nothing()
    {
        var process = await StartAsync();
        foreach (var (body, member) in new[]
        {
            ("""{"durationSeconds": 60}""", "reason"),
            ("""{"reason": "x", "durationSeconds": 0}""", "durationSeconds"),
            ("""{"reason": "x", "durationSeconds": 86401}""", "durationSeconds"),
            ("""{"reason": "x", "until": "tomorrow"}""", "until"),
        })
        {
            using var response = await SendAsync(process, HttpMethod.Put, JsonSerializer.Deserialize<JsonElement>(body));

            Assert.Equal((body, HttpStatusCode.BadRequest), (body, response.StatusCode));
            Assert.True((await ReadAsync(response)).GetProperty("errors").TryGetProperty(member, out var _), body);
            Assert.Null(process.Services.GetRequiredService<DegradedMode>().Current);
        }
    }

    [Fact]
    public void A_replica_with_an_older_state_does_not_end_it_but_the_primary_after_a_restore_does()
    {
        var mode = new DegradedMode(TimeProvider.System);
        var on = new DegradedRow
        {
            Revision = 5, Reason = Reason, StartedAt = DateTime.UtcNow, EndsAt = DateTime.UtcNow.AddHours(1), StartedBy = "test",
        };
        mode.Apply(on, known: 0);

        mode.Apply(new DegradedRow { Revision = 4 }, known: 5);
        Assert.NotNull(mode.Current);
        // It was read before the change.
        mode.Apply(new DegradedRow { Revision = 4, IsFromPrimary = true }, known: 4);
        Assert.NotNull(mode.Current);

        mode.Apply(new DegradedRow { Revision = 4, IsFromPrimary = true }, known: 5);
        Assert.Null(mode.Current);
    }

    private async Task<ApiHost> StartAsync(Action<IWebHostBuilder>? configure = null)
    {
        var process = await ApiHost.StartAsync(_database, _redis, configure: host =>
        {
            host.UseSetting("EdgarApi:Cache:Namespace", _space);
            configure?.Invoke(host);
        });
        _processes.Add(process);
        return process;
    }

    private static async Task<JsonElement> TurnOnAsync(ApiHost process, int? seconds)
    {
        using var response = await SendAsync(process, HttpMethod.Put, new { reason = Reason, durationSeconds = seconds });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await ReadAsync(response);
    }

    private static Task UntilAsync(ApiHost process, bool isOn) => Waiting.UntilAsync(
        () => process.Services.GetRequiredService<DegradedMode>().Current is not null == isOn);

    private static async Task<HttpResponseMessage> SendAsync(ApiHost process, HttpMethod method, object? body)
    {
        using var client = process.Client(ApiServer.Key);
        using var request = new HttpRequestMessage(method, new Uri(Mode, UriKind.Relative));
        if (body is not null) request.Content = JsonContent.Create(body);
        return await client.SendAsync(request, Token);
    }

    private static async Task<HttpResponseMessage> GetAsync(ApiHost process, string address, HttpStatusCode status)
    {
        using var client = process.Client(ApiServer.Key);
        var response = await client.GetAsync(new Uri(address, UriKind.Relative), Token);
        Assert.True(
            response.StatusCode == status, $"{address}: {response.StatusCode} {await response.Content.ReadAsStringAsync(Token)}");
        return response;
    }

    /// <summary>The code of the problem that a request leads to; null if it succeeds.</summary>
    private static async Task<string?> GetProblemCodeAsync(ApiHost process, string address)
    {
        using var client = process.Client(ApiServer.Key);
        using var response = await client.GetAsync(new Uri(address, UriKind.Relative), Token);
        return response.IsSuccessStatusCode ? null : (await ReadAsync(response)).GetProperty("code").GetString();
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage response, int retryAfter, string detail)
    {
        Assert.Equal(ApiProblem.MediaType, response.Content.Headers.ContentType!.MediaType);
        var problem = await ReadAsync(response);
        Assert.Equal("degraded_mode", problem.GetProperty("code").GetString());
        Assert.Contains(detail, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(retryAfter), response.Headers.RetryAfter!.Delta);
    }

    private static string? GetEnd(HttpResponseMessage response) =>
        response.Headers.TryGetValues(ApiHeaders.DegradedUntil, out var values) ? Assert.Single(values) : null;

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(Token)).RootElement;
}
