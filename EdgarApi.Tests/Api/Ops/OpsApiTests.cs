using System.Net;
using System.Text.Json;
using EdgarApi.Accounts;
using EdgarApi.Api.Ops.Dashboards;
using EdgarApi.Tests.Accounts;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Telemetry;
using Xunit.Sdk;

namespace EdgarApi.Tests.Api.Ops;

/// <summary>Who may see the operators' page and its data, and what they say without Prometheus.</summary>
public sealed class OpsApiTests(SharedServers servers, ApiServer api, OpsProcess process)
    : OwnApiTest(servers, api), IClassFixture<OpsProcess>
{
    private const string Status = "/ops/data/status";

    private static readonly string[] Files =
        ["/ops", "/ops/ops.css", "/ops/ops.js", "/ops/charts.js", "/ops/operation.js", "/ops/runbooks"];
    private static readonly string[] Data =
        [Status, "/ops/data/budgets", "/ops/data/runs", "/ops/data/actions", "/ops/data/drills", "/ops/data/dashboards",
            "/ops/data/dashboards/edgarapi-api-performance"];

    [Theory]
    [InlineData("Production", "", HttpStatusCode.NotFound)]
    [InlineData("Production", "true", HttpStatusCode.OK)]
    [InlineData("Development", "", HttpStatusCode.OK)]
    [InlineData("Development", "false", HttpStatusCode.NotFound)]
    public async Task The_page_exists_in_development_and_elsewhere_if_enabled(
        string environment, string enabled, HttpStatusCode expected)
    {
        using var client = await AnonymousAsync(
            ("environment", environment), ("EdgarApi:DevelopmentKey", ""), ("EdgarApi:RequireHttps", "false"),
            ("EdgarApi:Ops:Enabled", enabled));
        foreach (var address in Files)
        {
            using var response = await GetAsync(client, address);
            Assert.Equal((address, expected), (address, response.StatusCode));
        }

        foreach (var address in Data)
        {
            using var response = await GetAsync(client, address);
            var isServed = expected == HttpStatusCode.OK;
            Assert.Equal((address, isServed ? HttpStatusCode.Unauthorized : expected), (address, response.StatusCode));
        }
    }

    [Fact]
    public async Task The_page_may_use_only_files_and_data_of_its_own_server()
    {
        using var client = await process.ClientAsync();
        foreach (var address in Files)
        {
            using var response = await GetAsync(client, address);
            Assert.Equal(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; "
                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                response.Headers.GetValues("Content-Security-Policy").Single());
            using var held = await GetAsync(client, address, ("If-None-Match", response.Headers.ETag!.Tag));
            Assert.Equal((address, HttpStatusCode.NotModified), (address, held.StatusCode));
        }
    }

    [Fact]
    public async Task Only_an_operators_key_sees_the_data()
    {
        var host = await StartAsync();
        using var client = Client(host);
        foreach (var (scopes, isOperator, expected) in new[]
        {
            (KeyScope.Read, true, HttpStatusCode.Forbidden),
            (KeyScope.Admin, false, HttpStatusCode.Forbidden),
            (KeyScope.Admin, true, HttpStatusCode.OK),
        })
        {
            var key = await host.Services.CreateKeyAsync(scopes, isOperator: isOperator, tier: "enterprise");
            foreach (var address in Data)
            {
                using var response = await GetAsync(client, address, ("X-Api-Key", key.Text));
                Assert.Equal((address, scopes, isOperator, expected), (address, scopes, isOperator, response.StatusCode));
                Assert.True(expected != HttpStatusCode.OK || response.Headers.CacheControl!.NoStore);
            }
        }
    }

    [Fact]
    public async Task Guesses_of_a_key_count_against_the_client_but_the_page_does_not()
    {
        using var client = await AnonymousAsync(("EdgarApi:Tiers:public:RequestsPerDay", "2"));
        foreach (var address in Files)
            using (await GetAsync(client, address)) { }
        foreach (var expected in new[] { 401, 401, 429 })
        {
            using var response = await GetAsync(client, Status, ("X-Api-Key", "guess"));
            Assert.Equal(expected, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task Looking_at_the_page_does_not_change_what_it_shows()
    {
        using var client = await process.ClientAsync();
        using (await GetAsync(client, "/api/v1/companies/AAPL/ratios")) { }
        var before = await ReadWhenRecordedAsync(client, "/api/v1/companies/{id}/ratios", requests: 1);
        foreach (var address in Files.Concat(Data))
            using (await GetAsync(client, address)) { }
        var after = await Scrape.ReadAsync(client);

        Assert.Equal(before.Sum("http_requests_total"), after.Sum("http_requests_total"));
        Assert.DoesNotContain(after.Series, series => series.Scope.StartsWith("EdgarApi.", StringComparison.Ordinal)
            && series.Labels.Values.Any(value => value.StartsWith("/ops", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Without_Prometheus_the_status_is_that_of_the_process_and_says_so()
    {
        using var client = await process.ClientAsync();
        foreach (var _ in Enumerable.Range(0, 3))
            using (await GetAsync(client, Income)) { }
        JsonElement status = default;
        await Waiting.UntilAsync(async () => GetText(status = await GetJsonAsync(client, Status), "state") == "green");

        Assert.Equal("process", GetText(status, "source"));
        Assert.Equal(
            "Prometheus is not configured (EdgarApi:Ops:PrometheusUrl). Alerts are not evaluated here.", GetText(status, "note"));
        Assert.Equal(JsonValueKind.Null, status.GetProperty("alerts").ValueKind);
        Assert.Equal(1, status.GetProperty("processes").GetArrayLength());
        var shares = status.GetProperty("caches").EnumerateArray()
            .ToDictionary(level => GetText(level, "level"), level => level.GetProperty("share").GetDouble());
        Assert.True(shares["l1"] > 0 && shares["computed"] > 0);
        Assert.Equal(1, shares.Values.Sum(), 9);
        Assert.Equal("edgardb", GetText(Assert.Single(status.GetProperty("process").GetProperty("nodes").EnumerateArray()), "name"));
    }

    [Fact]
    public async Task A_Prometheus_that_does_not_respond_makes_the_state_amber_and_leaves_current_values()
    {
        using var client = await KeyedAsync(("EdgarApi:Ops:PrometheusUrl", $"http://127.0.0.1:{FreePort.Next()}"));
        using (await GetAsync(client, Income)) { }
        JsonElement status = default;
        // A busy machine may add a reason for a moment, such as a replica that lags.
        await Waiting.UntilAsync(async () => (status = await GetJsonAsync(client, Status)).GetProperty("reasons").GetArrayLength() == 1);

        Assert.Equal(("amber", "process"), (GetText(status, "state"), GetText(status, "source")));
        Assert.Equal(
            "Prometheus does not respond. Alerts are unknown.",
            GetText(Assert.Single(status.GetProperty("reasons").EnumerateArray()), "text"));
        var dashboard = await GetJsonAsync(client, "/ops/data/dashboards/edgarapi-infrastructure-health");
        Assert.Equal(
            ("process", "Prometheus does not respond. These are the current values of this process."),
            (GetText(dashboard, "source"), GetText(dashboard, "note")));
        Assert.Equal("process", GetText(await GetJsonAsync(client, "/ops/data/budgets"), "source"));
    }

    [Fact]
    public async Task Every_panel_has_current_values_without_Prometheus()
    {
        using var client = await process.ClientAsync();
        const string Company = "/api/v1/companies/AAPL";
        foreach (var address in (string[])[Income, Overview, $"{Company}/timeseries?metrics=Revenue", $"{Company}/facts"])
            using (await GetAsync(client, address)) { }
        // The most queried companies follow within a minute.
        var missing = "";
        try
        {
            await Waiting.UntilAsync(async () => (missing = await FindEmptyPanelsAsync(client)).Length == 0);
        }
        catch (XunitException timeout)
        {
            Assert.Fail($"{timeout.Message} Empty: {missing}");
        }
    }

    [Fact]
    public async Task The_current_values_are_those_of_the_metrics()
    {
        using var client = await process.ClientAsync();
        const string Route = "/api/v1/companies/{id}/overview";
        var earlier = (await Scrape.ReadAsync(client)).Sum("http_requests_total", ("route", Route));
        foreach (var _ in Enumerable.Range(0, 5))
            using (await GetAsync(client, Overview)) { }
        await ReadWhenRecordedAsync(client, Route, earlier + 5);
        var dashboard = await GetJsonAsync(client, "/ops/data/dashboards/edgarapi-infrastructure-health");
        var scrape = await Scrape.ReadAsync(client);

        var values = dashboard.GetProperty("panels").EnumerateArray().SelectMany(panel => panel.GetProperty("series").EnumerateArray())
            .ToDictionary(series => GetText(series, "name"), series => series.GetProperty("latest").GetDouble());
        Assert.Equal(scrape.Sum("cache_hits_total", ("level", "l1")), values["cache_hits_total l1"]);
        Assert.Equal(scrape.Sum("cache_requests_total"), values["cache_requests_total"]);
        Assert.Equal(scrape.Sum("redis_memory_max_bytes"), values["redis_memory_max_bytes"]);
        Assert.True(values["cache_hits_total l1"] >= 4);
    }

    [Theory]
    [InlineData("minutes=4", "minutes")]
    [InlineData("minutes=x", "minutes")]
    [InlineData("hours=1", "hours")]
    public async Task An_invalid_time_range_is_an_error(string query, string parameter)
    {
        using var client = await process.ClientAsync();
        using var response = await GetAsync(client, $"/ops/data/dashboards/edgarapi-api-performance?{query}");
        using var problem = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.True(problem.RootElement.GetProperty("errors").TryGetProperty(parameter, out _));
    }

    [Theory]
    [InlineData("EdgarApi:Ops:Enabled", "perhaps")]
    [InlineData("EdgarApi:Ops:PrometheusUrl", "ftp://prometheus")]
    public async Task An_invalid_setting_prevents_the_start(string name, string value)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync((name, value)));
        Assert.Contains($"{name} is '{value}'", $"{error}", StringComparison.Ordinal);
    }

    /// <summary>Scrapes when requests are counted, which happens after their responses are sent.</summary>
    private static async Task<Scrape> ReadWhenRecordedAsync(HttpClient client, string route, double requests)
    {
        Scrape? scrape = null;
        await Waiting.UntilAsync(async () =>
            (scrape = await Scrape.ReadAsync(client)).Sum("http_requests_total", ("route", route)) >= requests);
        return scrape!;
    }

    private static async Task<string> FindEmptyPanelsAsync(HttpClient client)
    {
        var empty = new List<string>();
        foreach (var dashboard in DashboardFiles.All)
        {
            var content = await GetJsonAsync(client, $"/ops/data/dashboards/{dashboard.Uid}");
            var panels = content.GetProperty("panels").EnumerateArray().ToList();
            Assert.Equal(dashboard.Panels.Select(panel => panel.Title), panels.Select(panel => GetText(panel, "title")));
            empty.AddRange(panels.Where(panel => !panel.GetProperty("series").EnumerateArray()
                .Any(series => series.GetProperty("latest").ValueKind == JsonValueKind.Number)).Select(panel => GetText(panel, "title")));
        }

        return string.Join(", ", empty);
    }

    private static async Task<JsonElement> GetJsonAsync(HttpClient client, string address)
    {
        using var response = await GetAsync(client, address);
        var text = await response.Content.ReadAsStringAsync(Token);
        Assert.True(response.IsSuccessStatusCode, $"{address}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    private static string GetText(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
