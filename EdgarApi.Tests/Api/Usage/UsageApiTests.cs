#pragma warning disable xUnit1069 // False positive: the tests use their cancellation token through the property Token.
using System.Net;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Usage;

/// <summary><see cref="ApiServer"/> seeds its database with usage of two days in January 2026.</summary>
public sealed class UsageApiTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    private const string January = "/api/v1/usage?from=2026-01-01&to=2026-01-31";

    [Fact]
    public async Task Usage_has_requests_errors_latency_bytes_and_cache_hits_by_endpoint_and_day()
    {
        var usage = await GetJsonAsync(January);
        var total = usage.GetProperty("total");

        Assert.Equal(
            (1010, 4, 1319000),
            (total.GetProperty("requests").GetInt32(), total.GetProperty("errors").GetInt32(), total.GetProperty("bytes").GetInt32()));
        Assert.Equal(0.9036m, total.GetProperty("cacheHitShare").GetDecimal()); // 900 of 996
        Assert.Equal(0.658m, total.GetProperty("meanMilliseconds").GetDecimal()); // 665,000 µs / 1,010
        Assert.Equal(
            ["GET /api/v1/companies/{id}/overview", "GET /api/v1/usage"],
            usage.GetProperty("endpoints").EnumerateArray().Select(endpoint => endpoint.GetProperty("endpoint").GetString()));
        Assert.Equal(
            ["2026-01-30", "2026-01-31"],
            usage.GetProperty("days").EnumerateArray().Select(day => day.GetProperty("day").GetString()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, usage.GetProperty("today").ValueKind);
    }

    [Fact]
    public async Task Percentiles_cover_all_requests_together()
    {
        var total = (await GetJsonAsync(January)).GetProperty("total");

        // 900 of 1,010 are in bucket 60 (181 to 197 µs), the next 100 in bucket 96 (4.1 to 4.5 ms).
        Assert.InRange(total.GetProperty("p50Milliseconds").GetDecimal(), 0.181m, 0.197m);
        Assert.InRange(total.GetProperty("p95Milliseconds").GetDecimal(), 4.096m, 4.467m);
    }

    [Fact]
    public async Task CSV_has_one_row_per_day_and_endpoint()
    {
        var lines = (await GetCsvAsync(January)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("day,endpoint,requests,errors,meanMilliseconds,p50Milliseconds,p95Milliseconds,bytes,cacheHitShare", lines[0]);
        Assert.Equal(
            ["2026-01-30,GET /api/v1/companies/{id}/overview,1000,4", "2026-01-31,GET /api/v1/usage,10,0"],
            lines.Skip(1).Select(line => string.Join(',', line.Split(',').Take(4))));
    }

    [Fact]
    public async Task Usage_is_cached_only_privately_and_briefly()
    {
        using var response = await GetAsync(January);

        Assert.Equal(
            "private, max-age=10",
            response.Headers.CacheControl!.ToString().Replace("max-age=10, private", "private, max-age=10", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Usage_needs_a_key()
    {
        using var response = await Anonymous.GetAsync(new Uri(January, UriKind.Relative), Token);

        await ReadProblemAsync(response, HttpStatusCode.Unauthorized, "api_key_missing");
    }

    [Theory]
    [InlineData("from=2026-02-01&to=2026-01-31", "to", "must not be before from")]
    [InlineData("from=2199-01-01", "from", "must not be after today")]
    [InlineData("from=2024-01-01&to=2026-01-31", "from", "at most 366 days")]
    [InlineData("to=9999-12-31", "to", "to 2199-12-31")]
    [InlineData("from=0001-01-01&to=0001-01-02", "from", "from 1900-01-01")]
    [InlineData("scope=everybody", "scope", "user, organization")]
    [InlineData("user=8", "user", "is not a parameter")]
    public async Task Invalid_usage_requests_are_rejected(string query, string parameter, string reason) =>
        Assert.Contains(
            reason,
            GetError(await GetProblemAsync($"/api/v1/usage?{query}", HttpStatusCode.BadRequest, "invalid_parameter"), parameter),
            StringComparison.Ordinal);

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task Without_days_usage_covers_the_month_including_the_latest_request()
    {
        await Waiting.UntilAsync(
            async () =>
            {
                var usage = await GetJsonAsync("/api/v1/usage");
                Assert.EndsWith("-01", usage.GetProperty("from").GetString(), StringComparison.Ordinal);
                return usage.GetProperty("today").ValueKind != System.Text.Json.JsonValueKind.Null;
            }, what: "today's usage");
    }
}
