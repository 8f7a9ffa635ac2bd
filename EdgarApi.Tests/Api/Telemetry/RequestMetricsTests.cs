using System.Net;
using System.Net.Http.Headers;
using EdgarApi.Api.Callers;
using EdgarApi.Api.Telemetry;
using EdgarApi.Api.Usage;
using EdgarApi.Caching;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Tests.Api.Telemetry;

/// <summary>
/// What requests add to the metrics of a process. It is a separate process, because hosts within one process listen to each other's meters.
/// </summary>
public sealed class RequestMetricsTests(SharedServers servers, ApiServer api) : IAsyncLifetime
{
    private const string Overview = "/api/v1/companies/AAPL/overview";

    private ApiProcess _process = null!;
    private HttpClient _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _process = await api.ProcessAsync(
            servers, ("EdgarApi:Cache:Namespace", $"metrics-{Guid.NewGuid():N}"[..32]), ("EdgarApi:Usage:Enabled", "false"));
        _client = _process.Client();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
    }

    [Fact]
    public async Task Each_cacheable_request_is_a_miss_or_a_hit_of_one_level()
    {
        using var computed = await GetAsync(Overview);
        using var hit = await GetAsync(Overview);
        var tag = computed.Headers.ETag!;
        // Another spelling of the request, which the map of raw targets does not know.
        using var held = await GetAsync("/api/v1/companies/aapl/overview", ("If-None-Match", $"{tag}"));
        Assert.Equal(HttpStatusCode.NotModified, held.StatusCode);
        using var prefetched = await GetAsync(Overview, ("Sec-Purpose", "prefetch"));
        using var other = await GetAsync("/api/v1/metrics");

        var scrape = await ScrapeAsync(scrape => scrape.Sum("cache_requests_total") >= 3);
        Assert.Equal(
            (3, 1, 1, 0, 0, 1),
            (scrape.Sum("cache_requests_total"), scrape.Sum("cache_misses_total"), scrape.Sum("cache_hits_total", ("level", "l1")),
                scrape.Sum("cache_hits_total", ("level", "l2")), scrape.Sum("cache_hits_total", ("level", "stale")),
                scrape.Sum("cache_hits_total", ("level", "client"))));
        Assert.Equal(3, scrape.Sum("companies_queried_total", ("tier", "development")));
        Assert.Equal(3, scrape.Sum("companies_queried_total"));
    }

    [Fact]
    public async Task Requests_have_method_route_template_status_and_tier()
    {
        using var found = await GetAsync(Overview);
        using var unknown = await GetAsync("/api/v1/companies/NOSUCH/overview");
        using var invalid = await GetAsync($"{Overview}?nonsense=1");
        using var unmatched = await GetAsync("/some/secret/path");
        using var odd = await _client.SendAsync(new HttpRequestMessage(new HttpMethod("BREW"), "/some/secret/path"), Token);
        using var probe = await GetAsync("/alive");

        const string Route = "/api/v1/companies/{id}/overview";
        var scrape = await ScrapeAsync(scrape => scrape.Sum("http_requests_total") >= 5);
        Assert.Equal(
            [
                $"GET {Route} 200 development", $"GET {Route} 400 development", $"GET {Route} 404 development",
                "GET unmatched 404 development", "other unmatched 404 development",
            ],
            scrape.Get("http_requests_total").Select(series => string.Join(
                ' ', new[] { "method", "route", "status", "tier" }.Select(label => series.Labels[label]))).Order(StringComparer.Ordinal));
        Assert.Equal(1, scrape.Sum("http_request_duration_seconds_count", ("route", Route), ("status_class", "2xx")));
        Assert.Equal(2, scrape.Sum("http_request_duration_seconds_count", ("route", Route), ("status_class", "4xx")));
        Assert.Equal(
            ["GET  404 1", $"GET {Route} 200 1", $"GET {Route} 400 1", $"GET {Route} 404 1", "_OTHER  404 1"],
            scrape.Series.Where(series => series.Name == "http_server_request_duration_seconds_count").Select(series =>
                $"{series.Labels["http_request_method"]} {series.Labels.GetValueOrDefault("http_route")} "
                + $"{series.Labels["http_response_status_code"]} {series.Value}").Order(StringComparer.Ordinal));
        Assert.Equal((1, 1), (scrape.Sum("validation_errors_total", ("code", "invalid_parameter")), scrape.Sum("validation_errors_total")));
        Assert.Equal(0, scrape.Sum("timeout_errors_total"));
    }

    [Fact]
    public async Task Sizes_are_those_of_the_bodies()
    {
        using var body = new StringContent("{}", MediaTypeHeaderValue.Parse("application/json"));
        using var sent = await _client.PostAsync(new Uri("/api/v1/companies", UriKind.Relative), body, Token);
        using var received = await GetAsync(Overview);

        var scrape = await ScrapeAsync(scrape => scrape.Sum("http_response_size_bytes_count", ("method", "GET")) == 1);
        Assert.Equal(2, scrape.Sum("http_request_size_bytes_sum", ("method", "POST")));
        Assert.Equal("POST", Assert.Single(scrape.Series, series => series.Name == "http_request_size_bytes_count").Labels["method"]);
        Assert.Equal(
            (await received.Content.ReadAsByteArrayAsync(Token)).Length, scrape.Sum("http_response_size_bytes_sum", ("method", "GET")));
    }

    [Fact]
    public async Task Computed_statements_count_with_the_share_of_their_checks_that_passed()
    {
        using var computed = await GetAsync("/api/v1/companies/AAPL/statements/balance?fields=all&periods=2");
        using var hit = await GetAsync("/api/v1/companies/AAPL/statements/balance?fields=all&periods=2");
        using var reported = await GetAsync("/api/v1/companies/NVDA/statements/income?view=reported");
        var passed = (await computed.Content.ReadAsStringAsync(Token)).Split("\"status\":\"passed\"").Length - 1;
        var failed = (await computed.Content.ReadAsStringAsync(Token)).Split("\"status\":\"failed\"").Length - 1;
        Assert.True(passed > 0);

        var scrape = await ScrapeAsync(scrape => scrape.Sum("statements_generated_total") >= 2);
        Assert.Equal(
            (1, 1, 2),
            (scrape.Sum("statements_generated_total", ("statement", "balance"), ("view", "standard")),
                scrape.Sum("statements_generated_total", ("statement", "income"), ("view", "reported")),
                scrape.Sum("statements_generated_total")));
        Assert.Equal(1, scrape.Sum("data_quality_percent_count", ("statement", "balance")));
        Assert.Equal(100.0 * passed / (passed + failed), scrape.Sum("data_quality_percent_sum", ("statement", "balance")), precision: 6);
    }

    [Fact]
    public async Task A_request_for_several_companies_counts_each()
    {
        using var several = await GetAsync("/api/v1/timeseries?companies=AAPL,NVDA,aapl&metrics=Revenue");
        using var hit = await GetAsync("/api/v1/timeseries?companies=AAPL,NVDA,aapl&metrics=Revenue");
        Assert.Equal("hit-l1", Assert.Single(hit.Headers.GetValues("X-Cache")));

        var scrape = await ScrapeAsync(scrape => scrape.Sum("companies_queried_total") >= 4);
        Assert.Equal(4, scrape.Sum("companies_queried_total"));
    }

    [Fact]
    public async Task Recording_a_hit_allocates_nothing()
    {
        var services = await api.ServicesAsync(servers);
        var metrics = services.GetRequiredService<RequestMetrics>();
        var endpoint = new EndpointName("GET /some", "GET", "/some", IsMeasured: true);
        var info = new RequestInfo { Companies = [320193], Cache = CacheResult.HitMemory };
        var least = long.MaxValue;
        for (var round = 0; round < 10_000 && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 20; i++) metrics.Record(endpoint, info, 200, TimeSpan.FromMicroseconds(50), 0, 3649, isPrefetch: false);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    private async Task<HttpResponseMessage> GetAsync(string address, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await _client.SendAsync(request, Token);
    }

    /// <summary>
    /// Scrapes until requests are counted, which happens after their responses are sent. The exporter caches a scrape briefly.
    /// </summary>
    private async Task<Scrape> ScrapeAsync(Func<Scrape, bool> isComplete)
    {
        Scrape? scrape = null;
        await Waiting.UntilAsync(async () => isComplete(scrape = await Scrape.ReadAsync(_client)));
        return scrape!;
    }
}
