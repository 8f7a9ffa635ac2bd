using System.Text.RegularExpressions;
using EdgarApi.Api.Ops.Dashboards;
using EdgarApi.Tests.Servers;
using Microsoft.Playwright;

namespace EdgarApi.Tests.Api.Ops;

/// <summary>The operators' page in a browser, without Prometheus.</summary>
public sealed partial class OpsPageTests(SharedServers servers, ApiServer api, OpsProcess process, Chromium chromium)
    : OwnApiTest(servers, api), IClassFixture<OpsProcess>, IClassFixture<Chromium>
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task The_page_shows_every_panel_without_complaints_and_without_other_servers(ColorScheme scheme, int width)
    {
        using var client = await process.ClientAsync();
        foreach (var address in (string[])[Income, Overview])
            using (await GetAsync(client, address)) { }
        await using var browser = await chromium.OpenAsync(client.BaseAddress!, scheme, width);
        await browser.SignInAsync(ApiServer.Key);

        await browser.Page.Locator("#verdict.green").WaitForAsync();
        Assert.StartsWith(
            "Healthy\nPrometheus is not configured (EdgarApi:Ops:PrometheusUrl).", await browser.Page.InnerTextAsync("#verdict"));
        Assert.Equal("Healthy · EdgarApi operations", await browser.Page.TitleAsync());
        foreach (var section in (string[])["budgets", "caches", "nodes", "pools", "processes", "data", "runs"])
            await browser.Page.Locator($"#{section} table").WaitForAsync();
        Assert.Contains("Unknown without Prometheus.", await browser.Page.InnerTextAsync("#alerts"), StringComparison.Ordinal);
        foreach (var dashboard in DashboardFiles.All)
        {
            var panels = await browser.SelectAsync(dashboard.Title, [.. dashboard.Panels.Select(panel => panel.Title)]);
            Assert.Equal(dashboard.Panels.Select(panel => panel.Title), panels.Keys);
            // The most queried companies follow within a minute; OpsApiTests waits for them.
            Assert.NotEmptyAndAll(panels.Where(panel => panel.Key != "Most queried companies"), panel =>
                Assert.DoesNotContain("No data", panel.Value, StringComparison.Ordinal));
            Assert.Contains(
                "These are the current values of this process.", await browser.Page.InnerTextAsync("#dashboard-note"),
                StringComparison.Ordinal);
            Assert.InRange(await browser.GetOverflowAsync(), int.MinValue, 0);
        }

        Assert.Equal(scheme == ColorScheme.Dark, await GetBrightnessAsync(browser.Page) < 128);
        Assert.Empty(browser.Complaints);
        Assert.NotEmptyAndAll(browser.Requests.Where(request => request.Scheme != "data"), request =>
            Assert.Equal(client.BaseAddress!.Authority, request.Authority));
    }

    [Fact]
    public async Task A_wrong_key_shows_why_and_keeps_nothing()
    {
        using var client = await process.ClientAsync();
        await using var browser = await chromium.OpenAsync(client.BaseAddress!);
        await browser.SignInAsync("not-a-key");

        await browser.Page.GetByText("The API key of the request is unknown, revoked or disabled.").WaitForAsync();
        Assert.False(await browser.Page.IsVisibleAsync("#content"));
        Assert.Equal(0, await browser.Page.EvaluateAsync<int>("() => sessionStorage.length + localStorage.length"));

        await browser.SignInAsync(ApiServer.Key);
        await browser.Page.Locator("#verdict.green").WaitForAsync();
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await browser.Page.GetByLabel("Operator's API key").WaitForAsync();
        Assert.Equal(0, await browser.Page.EvaluateAsync<int>("() => sessionStorage.length + localStorage.length"));
    }

    [Fact]
    public async Task A_page_whose_server_is_gone_says_that_what_it_shows_is_old()
    {
        var host = await StartAsync();
        using var client = Keyed(host);
        await using var browser = await chromium.OpenAsync(client.BaseAddress!);
        await browser.SignInAsync(ApiServer.Key);
        await browser.Page.Locator("#verdict.green").WaitForAsync();
        await host.DisposeAsync();
        // The operator comes back to the page, which otherwise asks every half minute.
        await browser.Page.EvaluateAsync("() => document.dispatchEvent(new Event('visibilitychange'))");

        await browser.Page.Locator("#verdict.red").WaitForAsync();
        Assert.Matches(@"^No answer\nWhat you see is from \d\d:\d\d:\d\d\.", await browser.Page.InnerTextAsync("#verdict"));
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task The_runbooks_are_a_page_with_a_section_per_alert(ColorScheme scheme, int width)
    {
        using var client = await process.ClientAsync();
        await using var browser = await chromium.OpenAsync(client.BaseAddress!, scheme, width);
        await browser.Page.GetByRole(AriaRole.Link, new() { Name = "Runbooks" }).ClickAsync();

        await Assertions.Expect(browser.Page).ToHaveURLAsync(new Regex("/ops/runbooks$"), new() { Timeout = OpsBrowser.Patience });
        await browser.Page.Locator("main h2").Last.WaitForAsync();
        Assert.NotEmpty(Monitoring.PrometheusRules.Alerts);
        foreach (var alert in Monitoring.PrometheusRules.Alerts.Select(rule => rule.Alert))
            Assert.True(await browser.Page.Locator($"h2#{alert.ToLowerInvariant()}").IsVisibleAsync(), alert);
        var targets = await browser.Page.Locator("main a")
            .EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))");
        Assert.NotEmptyAndAll(targets, target => Assert.Matches("^(#[a-z0-9-]+|/ops)$", target));
        foreach (var target in targets.Where(target => target[0] == '#').Distinct())
            Assert.True(await browser.Page.Locator($"[id='{target[1..]}']").CountAsync() == 1, target);
        Assert.InRange(await browser.GetOverflowAsync(), int.MinValue, 0);
        Assert.Empty(browser.Complaints);
    }

    /// <summary>The mean of the red, green and blue of the background, 0 to 255.</summary>
    private static async Task<double> GetBrightnessAsync(IPage page) =>
        Number().Matches(await page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor"))
            .Take(3).Average(part => int.Parse(part.Value));

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();
}
