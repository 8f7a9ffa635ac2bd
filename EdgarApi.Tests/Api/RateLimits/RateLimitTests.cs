using System.Diagnostics;
using System.Net;
using System.Text.Json;
using EdgarApi.Accounts;
using EdgarApi.Accounts.Limits;
using EdgarApi.Api.Problems;
using EdgarApi.Tests.Accounts;
using EdgarApi.Tests.Servers;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Tests.Api.RateLimits;

/// <summary>Uses sockets so that clients have addresses. Each test has its own limits and Redis keys.</summary>
public sealed class RateLimitTests(SharedServers servers, ApiServer api) : OwnApiTest(servers, api)
{
    private Task<WebApplicationFactory<ApiProblem>> LimitedAsync(string tier, params (string Limit, int Value)[] limits) =>
        StartAsync([.. limits.Select(limit => ($"EdgarApi:Tiers:{tier}:{limit.Limit}", $"{limit.Value}"))]);

    private async Task<HttpClient> AnonymousAsync(params (string Limit, int Value)[] limits) =>
        Client(await LimitedAsync("public", limits));

    private async Task<HttpClient> KeyedAsync(params (string Limit, int Value)[] limits) =>
        Keyed(await LimitedAsync("development", limits));

    [Fact]
    public async Task Every_response_has_the_quotas_and_the_remaining_amounts()
    {
        using var client = await KeyedAsync(("RequestsPerMinute", 6), ("Burst", 20), ("RequestsPerDay", 5000));
        foreach (var (left, address) in new[] { (19, Income), (18, Income), (17, "/api/v1/companies/NOSUCH/ratios") })
        {
            using var response = await GetAsync(client, address);
            Assert.Equal("\"minute\";q=6;w=60, \"day\";q=5000;w=86400", Assert.Single(response.Headers.GetValues("RateLimit-Policy")));
            Assert.Matches(
                $"^\"minute\";r=({left}|{left + 1});t=[0-9]+, \"day\";r={4980 + left};t=[0-9]+$",
                Assert.Single(response.Headers.GetValues("RateLimit")));
        }
    }

    [Fact]
    public async Task A_caller_without_limits_gets_no_limit_headers()
    {
        using var client = await KeyedAsync();
        using var response = await GetAsync(client, Income);
        Assert.False(response.Headers.Contains("RateLimit") || response.Headers.Contains("RateLimit-Policy"));
    }

    [Theory]
    [InlineData("RequestsPerMinute", "\"day\";q=5000;w=86400")]
    [InlineData("RequestsPerDay", "\"minute\";q=6000;w=60")]
    public async Task An_unlimited_quota_has_no_header_and_never_causes_a_429(string limit, string policy)
    {
        var host = await StartAsync([
            .. new[] { ("RequestsPerMinute", "6000"), ("RequestsPerDay", "5000"), ("Concurrent", "8") }.Select(figure =>
                ($"EdgarApi:Tiers:basic:{figure.Item1}", figure.Item1 == limit ? "unlimited" : figure.Item2)),
            ("EdgarApi:Tiers:basic:Burst", "1000"),
        ]);
        using var client = Keyed(host, (await host.Services.CreateKeyAsync(tier: "basic")).Text);
        for (var request = 0; request < 200; request++)
        {
            using var response = await GetAsync(client, Income);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(policy, GetHeader(response, "RateLimit-Policy"));
            Assert.StartsWith(policy.Split(';')[0] + ";r=", GetHeader(response, "RateLimit"), StringComparison.Ordinal);
            Assert.DoesNotContain(',', GetHeader(response, "RateLimit"));
        }
    }

    [Fact]
    public async Task A_tier_without_limits_is_never_rejected()
    {
        string[] limits = ["RequestsPerMinute", "RequestsPerDay", "Burst", "Concurrent"];
        using var client = await AnonymousAsync([.. limits.Select(limit => ($"EdgarApi:Tiers:public:{limit}", "unlimited"))]);
        // More concurrent and total requests than the tier allows by default.
        var statuses = await Task.WhenAll(Enumerable.Range(0, 40).Select(request => StatusAsync(client, $"{Overview}?bogus={request}")));
        foreach (var answer in statuses)
            Assert.Equal(HttpStatusCode.BadRequest, answer);
        using var response = await GetAsync(client, Overview);
        Assert.Equal(
            (HttpStatusCode.OK, "", ""),
            (response.StatusCode, GetHeader(response, "RateLimit"), GetHeader(response, "RateLimit-Policy")));
    }

    [Fact]
    public async Task Hits_304s_and_errors_count_and_excess_requests_are_a_429_that_names_the_limit()
    {
        using var client = await AnonymousAsync(("RequestsPerDay", 5));
        using var first = await GetAsync(client, Overview);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, Overview));
        Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(client, Overview, ("If-None-Match", first.Headers.ETag!.ToString())));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(client, Overview + "?bogus=1"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, Income));

        foreach (var address in new[] { Overview, Overview + "?fields=annual", Income, "/api/v1/nothing", "/nothing" })
        {
            using var response = await GetAsync(client, address);
            var limit = (await ReadProblemAsync(response, HttpStatusCode.TooManyRequests, "rate_limit_exceeded")).GetProperty("limit");
            Assert.Equal(("day", 5), (limit.GetProperty("name").GetString(), limit.GetProperty("allows").GetInt32()));
            Assert.Equal(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, limit.GetProperty("retryAfter").GetInt32());
            Assert.InRange(response.Headers.RetryAfter.Delta.Value.TotalSeconds, 1, 86_400);
            Assert.Contains("\"day\";r=0;t=", Assert.Single(response.Headers.GetValues("RateLimit")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Probes_and_documentation_are_not_counted()
    {
        using var client = await AnonymousAsync(("RequestsPerDay", 1));
        foreach (var address in new[] { "/alive", "/health", "/metrics", "/openapi/v1.json", "/docs/", "/problems/no_data" })
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, address));
        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.TooManyRequests],
            [await StatusAsync(client, Overview), await StatusAsync(client, Overview)]);
    }

    [Fact]
    public async Task Concurrent_requests_are_limited_by_tier()
    {
        var host = await LimitedAsync("development", ("Concurrent", 1));
        using var client = Keyed(host);
        var (limiter, tiers) = (host.Services.GetRequiredService<RequestLimiter>(), host.Services.GetRequiredService<TierCatalog>());
        await using (await limiter.EnterAsync(new Caller("development", tiers.Development, KeyScope.Read)))
        {
            using var response = await GetAsync(client, Income);
            var limit = (await ReadProblemAsync(response, HttpStatusCode.TooManyRequests, "rate_limit_exceeded")).GetProperty("limit");
            Assert.Equal(
                ("concurrent", 1, 1),
                (limit.GetProperty("name").GetString(), limit.GetProperty("allows").GetInt32(), limit.GetProperty("retryAfter").GetInt32())
            );
        }

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, Income));
    }

    [Theory]
    [InlineData(Income + "?periods=13", "periods", 12)]
    [InlineData("/api/v1/companies/AAPL/ratios?periods=40", "periods", 12)]
    [InlineData("/api/v1/companies/AAPL/timeseries?metrics=Revenue&periods=13", "periods", 12)]
    [InlineData("/api/v1/timeseries?companies=AAPL&metrics=Revenue&periods=13", "periods", 12)]
    [InlineData("/api/v1/companies/AAPL/facts?limit=101", "limit", 100)]
    public async Task A_request_beyond_the_tier_is_a_403_with_the_limit_and_is_never_truncated(
        string address, string parameter, int allowed)
    {
        using var client = await KeyedAsync(("Periods", 12), ("FactsPerPage", 100));
        using var response = await GetAsync(client, address);
        var limit = (await ReadProblemAsync(response, HttpStatusCode.Forbidden, "tier_limit_exceeded")).GetProperty("limit");
        Assert.Equal((parameter, allowed), (limit.GetProperty("name").GetString(), limit.GetProperty("allows").GetInt32()));
    }

    [Fact]
    public async Task A_request_at_the_tiers_limit_succeeds()
    {
        using var client = await KeyedAsync(("Periods", 12), ("FactsPerPage", 100));
        foreach (var address in new[] { Income + "?periods=12", "/api/v1/companies/AAPL/facts?limit=100", Income + "?format=csv" })
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, address));
    }

    [Fact]
    public async Task A_tiers_periods_limit_a_page_and_not_the_reach()
    {
        using var client = await KeyedAsync(("Periods", 12));
        var keys = new List<string?>();
        for (var next = Income + "?freq=quarterly&periods=12&fields=Revenue"; next is not null;)
        {
            using var response = await GetAsync(client, next);
            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(Token));
            var page = document.RootElement;
            keys.AddRange(page.GetProperty("periods").EnumerateArray().Select(period => period.GetProperty("key").GetString()));
            next = page.GetProperty("next").GetString();
        }
        // From the quarter to June 2008 on; the fourth one of that year cannot be derived.
        Assert.Equal((71, "2008Q3"), (keys.Distinct().Count(), keys[^1]));
    }

    [Theory]
    [InlineData("/api/v1/metrics?format=csv", "*/*")]
    [InlineData("/api/v1/metrics", "text/csv")]
    public async Task A_format_outside_the_tier_is_a_403(string address, string accept)
    {
        using var client = await AnonymousAsync();
        using var response = await GetAsync(client, address, ("Accept", accept));
        Assert.Equal(
            "format",
            (await ReadProblemAsync(response, HttpStatusCode.Forbidden, "tier_limit_exceeded"))
                .GetProperty("limit")
                .GetProperty("name")
                .GetString());
    }

    [Fact]
    public async Task Four_APIs_together_never_exceed_the_limit_of_a_key()
    {
        const int PerMinute = 600, Burst = 100;
        (string, int)[] limits = [("RequestsPerMinute", PerMinute), ("Burst", Burst)];
        var clients = new[]
        {
            Keyed(await LimitedAsync("development", limits)),
            Keyed(await LimitedAsync("development", limits)),
            Keyed(await LimitedAsync("development", limits)),
            Keyed(await LimitedAsync("development", limits)),
        };
        var started = Stopwatch.GetTimestamp();

        var answers = await Task.WhenAll(clients.SelectMany(client => Enumerable.Range(0, 4).Select(async worker =>
        {
            var statuses = new List<HttpStatusCode>();
            for (var i = 0; i < 100; i++)
            {
                var address = i % 4 == 0 ? $"{Income}?periods={1 + i / 4 + worker}" : Income;
                statuses.Add(await StatusAsync(client, address));
            }

            return statuses;
        })));

        var elapsed = Stopwatch.GetElapsedTime(started);
        var statuses = answers.SelectMany(list => list).ToList();
        Assert.Equal(1600, statuses.Count);
        Assert.NotEmptyAndAll(statuses, status => Assert.True(status is HttpStatusCode.OK or HttpStatusCode.TooManyRequests));
        Assert.InRange(statuses.Count(status => status == HttpStatusCode.OK), Burst / 2, Burst + (int)(elapsed.TotalMinutes * PerMinute));
    }
}
