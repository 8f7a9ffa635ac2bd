using System.Net;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Admin;

/// <summary>Orders that operators give to the Warmer.</summary>
public sealed class OrderRequestTests(SharedServers servers, ApiServer api) : AdminTest(servers, api)
{
    /// <summary>A company on the SEC's list for which the server has no data.</summary>
    private const string KnownOnly = "KO";

    [Fact]
    public async Task An_ingest_creates_an_order_for_the_warmer()
    {
        using var response = await SendAsync(HttpMethod.Post, $"{Admin}/ingest", new { full = true });
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var order = await JsonAsync(HttpMethod.Get, response.Headers.Location!.OriginalString);
        Assert.Equal(
            ("ingest", "waiting", true, 0),
            (order.GetProperty("kind").GetString(), order.GetProperty("status").GetString(),
                order.GetProperty("detail").GetProperty("full").GetBoolean(), order.GetProperty("attempts").GetInt32()));
        Assert.Equal(
            order.GetProperty("id").GetInt64(),
            (await JsonAsync(HttpMethod.Get, $"{Admin}/orders")).GetProperty("orders")[0].GetProperty("id").GetInt64());
        Assert.Contains((await JsonAsync(HttpMethod.Get, $"{Admin}/runs")).GetProperty("runs").EnumerateArray(), run =>
            run.GetProperty("kind").GetString() == "ingest");
    }

    [Fact]
    public async Task Warming_creates_an_order_for_companies_or_a_strategy()
    {
        using var companies = await SendAsync(HttpMethod.Post, $"{Admin}/warm", new { companies = (string[])["AAPL", "0001045810"] });
        using var strategy = await SendAsync(HttpMethod.Post, "/admin/warm", new { strategy = "recent_queries" });
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (companies.StatusCode, strategy.StatusCode));
        var order = await JsonAsync(HttpMethod.Get, companies.Headers.Location!.OriginalString);
        Assert.Equal(("warm", "waiting"), (order.GetProperty("kind").GetString(), order.GetProperty("status").GetString()));
        Assert.Equal(["AAPL", "0001045810"], GetTexts(order.GetProperty("detail").GetProperty("companies")));
    }

    [Fact]
    public async Task An_order_to_warm_unknown_companies_is_rejected()
    {
        var before = await NewestOrderAsync();
        var problem = await ProblemAsync(
            HttpMethod.Post, $"{Admin}/warm", new { companies = (string[])["AAPL", "APPL", "nosuch"] }, HttpStatusCode.NotFound,
            "company_not_found");
        Assert.Equal(
            ["'APPL' is not a known ticker or CIK", "'nosuch' is not a known ticker or CIK"],
            GetTexts(problem.GetProperty("errors").GetProperty("companies")));
        Assert.Contains("AAPL", GetTexts(problem.GetProperty("suggestions")));
        Assert.Equal(before, await NewestOrderAsync());
    }

    [Fact]
    public async Task Companies_without_data_are_left_out_of_warming_or_the_order_is_rejected()
    {
        var before = await NewestOrderAsync();
        var problem = await ProblemAsync(
            HttpMethod.Post, $"{Admin}/warm", new { companies = (string[])[KnownOnly] }, HttpStatusCode.NotFound, "no_data");
        Assert.EndsWith(
            "is a known company, but its data is not loaded.",
            problem.GetProperty("detail").GetString(),
            StringComparison.Ordinal);
        Assert.Equal(before, await NewestOrderAsync());

        var order = await JsonAsync(
            HttpMethod.Post, $"{Admin}/warm", new { companies = (string[])["aapl", KnownOnly] }, status: HttpStatusCode.Accepted);
        Assert.Equal([KnownOnly], GetTexts(order.GetProperty("notLoaded")));
        var all = await JsonAsync(
            HttpMethod.Post, $"{Admin}/warm", new { companies = (string[])["aapl"] }, status: HttpStatusCode.Accepted);
        Assert.False(all.TryGetProperty("notLoaded", out _));
    }

    private async Task<long> NewestOrderAsync() =>
        (await JsonAsync(HttpMethod.Get, $"{Admin}/orders?limit=1"))
            .GetProperty("orders")
            .EnumerateArray().Select(order => order.GetProperty("id").GetInt64())
            .SingleOrDefault();
}
