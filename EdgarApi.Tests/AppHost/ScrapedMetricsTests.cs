using System.Net;
using EdgarApi.Contracts.Telemetry;
using EdgarApi.Tests.Telemetry;

namespace EdgarApi.Tests.AppHost;

/// <summary>What a Prometheus server finds on the processes of a running system after traffic.</summary>
[Collection<RunningSystemTests>]
public sealed class ScrapedMetricsTests(RunningSystem system)
{
    /// <summary>Maximum number of series per process.</summary>
    private const int MaxSeries = 3000;

    /// <summary>Metrics of a live source, which this system has not.</summary>
    private static readonly string[] OnlyLive = [OperationalMetrics.IngestAge.ExposedName, OperationalMetrics.IngestDelay.ExposedName];

    /// <summary>By OpenTelemetry's conventions, and therefore not in the catalog of our own.</summary>
    private const string Semantic = "http_server_request_duration_seconds";

    private static readonly string[] OnlyWarmer = [OperationalMetrics.WarmConsecutiveFailures.ExposedName];

    private static readonly string[] OnlyApi =
    [
        .. OperationalMetrics.All.Select(metric => metric.ExposedName).Where(name =>
            name.StartsWith("http_", StringComparison.Ordinal) || name.StartsWith("cache_", StringComparison.Ordinal)
            || name.StartsWith("edgar_limits_", StringComparison.Ordinal) || name.StartsWith("edgar_usage_", StringComparison.Ordinal)),
        OperationalMetrics.TimeoutErrors.ExposedName, OperationalMetrics.ValidationErrors.ExposedName,
        OperationalMetrics.CompaniesQueried.ExposedName, OperationalMetrics.MostQueriedCompanies.ExposedName,
        OperationalMetrics.StatementsGenerated.ExposedName, OperationalMetrics.DataQuality.ExposedName,
        OperationalMetrics.AdmissionLimit.ExposedName, OperationalMetrics.AdmissionRejected.ExposedName,
    ];

    /// <summary>A statement that no other test requests: Redis may have any other, computed by the other process.</summary>
    private const string ComputedHere = "companies/AAPL/statements/income?asOf=2020-03-02";

    /// <summary>Every endpoint of the API with success and with an error.</summary>
    private static readonly string[] Traffic =
    [
        "companies?query=apple", "companies/AAPL", "companies/AAPL/overview", "companies/NVDA/overview",
        "companies/AAPL/statements/income", "companies/AAPL/statements/balance", "companies/AAPL/statements/cashflow",
        "companies/AAPL/statements/income?view=reported", ComputedHere, "companies/AAPL/timeseries?metrics=Revenue",
        "companies/AAPL/facts?limit=5",
        "companies/AAPL/ratios", "companies/AAPL/filings", "timeseries?companies=AAPL,NVDA&metrics=Revenue", "metrics", "updates", "usage",
        "companies?nonsense=1", "companies/NOSUCH", "companies/NOSUCH/overview", "companies/AAPL/statements/other",
        "companies/AAPL/timeseries?metrics=Nothing", "companies/AAPL/facts?limit=0", "companies/AAPL/ratios?periods=0",
        "companies/AAPL/filings?limit=0", "timeseries?companies=NOSUCH&metrics=Revenue", "metrics?nonsense=1", "updates?since=x",
        "usage?from=x", "nothing",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_API_exports_its_metrics_with_their_types_and_labels_in_at_most_3000_series()
    {
        using var client = CreateClient("api");
        for (var round = 0; round < 3; round++)
            foreach (var resource in Traffic)
                foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Head])
                    using (await client.SendAsync(new HttpRequestMessage(method, $"/api/v1/{resource}"), Token)) { }
        foreach (var resource in (string[])["status", "organizations", "users", "keys", "orders", "audit"])
            using (await client.GetAsync(new Uri($"/admin/{resource}", UriKind.Relative), Token)) { }
        // Only requests with a body have a size, and chunked ones have no Content-Length.
        using (await client.PostAsync(new Uri("/api/v1/companies", UriKind.Relative), new StringContent("{}"), Token)) { }
        using var held = await client.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, "/api/v1/companies/aapl/overview") { Headers = { { "If-None-Match", "*" } } }, Token);
        Assert.Equal(HttpStatusCode.NotModified, held.StatusCode);

        // The list of companies follows within a minute; until then it has the requests of other tests. A request is recorded after its
        // response is sent.
        var scrape = await ScrapeAsync(client, OperationalMetrics.MostQueriedCompanies);
        await Waiting.UntilAsync(async () =>
        {
            scrape = await ScrapeAsync(client, OperationalMetrics.MostQueriedCompanies);
            return scrape.Get(OperationalMetrics.MostQueriedCompanies.ExposedName)
                .Any(series => series.Labels["company"] == "Apple Inc." && series.Value > 10)
                && scrape.Get(OperationalMetrics.HttpRequestSize.ExposedName).Any();
        });
        AssertMetrics(scrape, Exported(except: OnlyWarmer));
        Assert.Equal(scrape.Sum("cache_requests_total"), scrape.Sum("cache_hits_total") + scrape.Sum("cache_misses_total"));
        Assert.True(scrape.Sum("cache_hits_total", ("level", "l1")) > 0 && scrape.Sum("cache_misses_total") > 0);
        Assert.True(scrape.Sum("db_queries_total") > 0 && scrape.Sum("redis_operations_total") > 0);
    }

    [Fact]
    public async Task The_Warmer_exports_its_metrics_with_their_types_and_labels()
    {
        using var client = CreateClient("warmer");
        var scrape = await ScrapeAsync(client, OperationalMetrics.CpuUsage);

        AssertMetrics(scrape, Exported(except: OnlyApi));
    }

    [Theory]
    [InlineData("api")]
    [InlineData("warmer")]
    public async Task Percentages_are_between_0_and_100_and_connections_below_their_maximum(string resource)
    {
        using var client = CreateClient(resource);
        var scrape = await ScrapeAsync(client, OperationalMetrics.CpuUsage);

        OperationalMetric[] shares = [OperationalMetrics.CpuUsage, OperationalMetrics.MemoryUsage, OperationalMetrics.DiskUsage];
        foreach (var metric in shares)
            Assert.InRange(Assert.Single(scrape.Get(metric.ExposedName)).Value, 0, 100);
        Assert.NotEmptyAndAll(scrape.Get(OperationalMetrics.DatabaseConnectionsActive.ExposedName), active => Assert.InRange(
            active.Value, 0, scrape.Sum(OperationalMetrics.DatabaseConnectionsMax.ExposedName, ("pool", active.Labels["pool"]))));
    }

    private static IEnumerable<OperationalMetric> Exported(string[] except) =>
        OperationalMetrics.All.Where(metric => !except.Contains(metric.ExposedName) && !OnlyLive.Contains(metric.ExposedName));

    private static void AssertMetrics(Scrape scrape, IEnumerable<OperationalMetric> expected)
    {
        Assert.NotEmptyAndAll(expected, metric =>
        {
            Assert.True(scrape.Types.TryGetValue(metric.ExposedName, out var type), $"{metric.ExposedName} is missing");
            Assert.Equal((metric.ExposedName, metric.Type.ToString().ToLowerInvariant()), (metric.ExposedName, type));
            Assert.NotEmptyAndAll(scrape.Get(metric.ExposedName), series => Assert.Equal(
                $"{metric.ExposedName}: {Join(metric.Labels)}",
                $"{metric.ExposedName}: {Join(series.Labels.Keys.Where(label => label != "le"))}"));
        });
        var ours = scrape.Series.Where(series => series.Scope.StartsWith("EdgarApi.", StringComparison.Ordinal));
        Assert.Empty(ours.Select(scrape.GetMetric).Except(OperationalMetrics.All.Select(metric => metric.ExposedName)).Except([Semantic]));
        Assert.InRange(scrape.Series.Count, 1, MaxSeries);
        AssertLabelsAreHarmless(scrape);
    }

    private static string Join(IEnumerable<string> labels) => string.Join(", ", labels.Order(StringComparer.Ordinal));

    /// <summary>No label has a ticker, a path other than a route template, a key, or anything of a connection string.</summary>
    private static void AssertLabelsAreHarmless(Scrape scrape)
    {
        string[] forbidden =
        [
            "AAPL", "NVDA", "NOSUCH", "Host=", "Username=", RunningSystem.DevelopmentKey,
            .. RunningSystem.Passwords.Select(RunningSystem.GetSecret),
        ];
        Assert.NotEmptyAndAll(scrape.Series.SelectMany(series => series.Labels.Values).Distinct(), value =>
            Assert.DoesNotContain(forbidden, part => value.Contains(part, StringComparison.OrdinalIgnoreCase)));
        Assert.DoesNotContain(scrape.Series, series => scrape.Types.GetValueOrDefault(scrape.GetMetric(series)) != "counter"
            && (series.Labels.ContainsKey("tier") || series.Labels.ContainsKey("level")));
        Assert.DoesNotContain(scrape.Series, series => series.Name.StartsWith("db_", StringComparison.Ordinal)
            && series.Labels.GetValueOrDefault("pool", "").EndsWith("probe", StringComparison.Ordinal));
    }

    private HttpClient CreateClient(string resource)
    {
        var client = new HttpClient { BaseAddress = new Uri(system.Processes(resource)[0].Address) };
        client.DefaultRequestHeaders.Add("X-Api-Key", RunningSystem.DevelopmentKey);
        return client;
    }

    /// <summary>Scrapes until a metric that is measured in the background has a value.</summary>
    private static async Task<Scrape> ScrapeAsync(HttpClient client, OperationalMetric last)
    {
        Scrape? scrape = null;
        await Waiting.UntilAsync(async () =>
        {
            scrape = await Scrape.ReadAsync(client);
            return scrape.Get(last.ExposedName).Any() && scrape.Get(OperationalMetrics.RedisMemory.ExposedName).Any();
        });
        return scrape!;
    }
}
