using EdgarApi.Api.Ops;
using EdgarApi.Contracts.Prometheus;
using EdgarApi.Tests.LoadTesting;
using Microsoft.AspNetCore.Http;

namespace EdgarApi.Tests.Api.Ops;

/// <summary>How answers of Prometheus are read. The answers are those of a Prometheus 2.42.</summary>
public sealed class PrometheusClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_alert_has_its_severity_its_state_and_the_address_of_its_runbook()
    {
        await using var server = await RespondAsync("""
            {"status":"success","data":{"alerts":[
              {"labels":{"alertname":"TargetDown","instance":"127.0.0.1:1","job":"api","severity":"critical"},
               "annotations":{"runbook_url":"docs/runbooks.md#targetdown","summary":"api at 127.0.0.1:1 cannot be scraped"},
               "state":"firing","activeAt":"2026-11-27T20:15:04.271Z","value":"0e+00"},
              {"labels":{"alertname":"LowCacheHitRate","severity":"warning"},
               "annotations":{"runbook_url":"docs/runbooks.md#lowcachehitrate","summary":"61.5% of cacheable requests"},
               "state":"pending","activeAt":"2026-11-27T20:16:04Z","value":"6.15e-01"}]}}
            """);
        using var client = new PrometheusClient(server.Address);

        var alerts = await client.GetAlertsAsync(Token);

        Assert.Equal(
            [
                new PrometheusAlert("TargetDown", "critical", true, "api at 127.0.0.1:1 cannot be scraped", "docs/runbooks.md#targetdown",
                    new DateTimeOffset(2026, 11, 27, 20, 15, 4, 271, TimeSpan.Zero)),
                new PrometheusAlert("LowCacheHitRate", "warning", false, "61.5% of cacheable requests", "docs/runbooks.md#lowcachehitrate",
                    new DateTimeOffset(2026, 11, 27, 20, 16, 4, TimeSpan.Zero)),
            ],
            alerts);
        Assert.Equal("/ops/runbooks#targetdown", RunbookPage.GetAddress(alerts[0].Runbook));
    }

    [Fact]
    public async Task Values_find_their_points_and_what_is_not_a_number_is_none()
    {
        await using var server = await RespondAsync("""
            {"status":"success","data":{"resultType":"matrix","result":[
              {"metric":{"route":"/a"},"values":[[1000,"1.5"],[1030,"NaN"],[1045,"+Inf"],[1060,"0"]]}]}}
            """);
        using var client = new PrometheusClient(server.Address);

        var series = Assert.Single(await client.QueryAsync("x{a=\"b c\"}", new TimeGrid(1000, 15, 6), Token));

        Assert.Equal([1.5, null, null, null, 0, null], series.Values);
        Assert.Equal("/a", series.Labels["route"]);
        Assert.Equal(
            "/api/v1/query_range?query=x%7Ba%3D%22b%20c%22%7D&start=1000&end=1075&step=15", Assert.Single(server.Requests));
    }

    [Theory]
    [InlineData(
        400, "application/json", """{"status":"error","errorType":"bad_data","error":"parse error"}""", "rejects a query: parse error")]
    [InlineData(502, "text/html", "<html>", "responds with the status 502")]
    [InlineData(200, "application/json", "{", "something else than JSON")]
    public async Task An_error_says_what_is_wrong(int status, string mediaType, string body, string expected)
    {
        await using var server = await RespondAsync(body, status, mediaType);
        using var client = new PrometheusClient(server.Address);

        var error = await Assert.ThrowsAsync<PrometheusException>(() => client.QueryAsync("up", Token));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// The rate interval has at least four scrapes, as Grafana's <c>$__rate_interval</c>, and no gap to that of the next point.
    /// </summary>
    [Theory]
    [InlineData(15, 15, 61, 60)]
    [InlineData(240, 105, 138, 120)]
    [InlineData(1440, 585, 148, 600)]
    [InlineData(10080, 4035, 150, 4050)]
    public void A_chart_ends_now_and_has_up_to_150_points_at_multiples_of_the_scrape_interval(
        int minutes, int step, int count, int rateInterval)
    {
        var grid = TimeGrid.Create(TimeSpan.FromMinutes(minutes), DateTimeOffset.FromUnixTimeSeconds(1_000_000));

        Assert.Equal((step, count, rateInterval, 1_000_000), (grid.Step, grid.Count, grid.RateInterval, grid.End));
        Assert.Equal((0, count - 1), (grid.FindIndex(grid.Start), grid.FindIndex(grid.End)));
        Assert.Null(grid.FindIndex(grid.End + step));
    }

    private static Task<StubServer> RespondAsync(string body, int status = 200, string mediaType = "application/json") =>
        StubServer.StartAsync(context =>
        {
            (context.Response.StatusCode, context.Response.ContentType) = (status, mediaType);
            return context.Response.WriteAsync(body, Token);
        });
}
