using System.Net.Http.Json;
using System.Text.Json.Nodes;
using EdgarApi.Api.Ops.Dashboards;
using EdgarApi.Contracts.Objectives;
using EdgarApi.Tests.Api.Ops;
using Microsoft.Playwright;
using Xunit.Sdk;

namespace EdgarApi.Tests.AppHost;

/// <summary>The operators' page of the running system, which knows all processes from Prometheus.</summary>
[Collection<RunningSystemTests>]
public sealed class OpsSystemTests(RunningSystem system, Chromium chromium) : IClassFixture<Chromium>
{
    /// <summary>Every endpoint with a service level, and an error of each kind that a panel shows.</summary>
    private static readonly string[] Traffic =
    [
        "companies/AAPL/overview", "companies/AAPL/timeseries?metrics=Revenue", "companies/AAPL/facts?limit=5", "companies/NOSUCH/overview",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_status_covers_all_processes_and_their_alerts()
    {
        JsonNode status = null!;
        await Waiting.UntilAsync(async () =>
        {
            status = await GetAsync("status");
            return GetCurrent(status).Count() == 3 && GetCurrent(status).All(process => process["cpuPercent"] is not null);
        });

        Assert.Equal(("prometheus", null), ((string)status["source"]!, status["note"]));
        Assert.Equal(["api", "api", "warmer"], GetCurrent(status).Select(process => (string)process["job"]!));
        Assert.IsType<JsonArray>(status["alerts"]);
        Assert.Equal(5, Items(status["warming"]).Count());
        Assert.Equal(
            ["edgardb", "edgardb-analytics", "edgardb-api"],
            Items(status["process"]!["nodes"]).Select(node => (string)node["name"]!).Order(StringComparer.Ordinal));
        Assert.Contains(Items((await GetAsync("runs"))["runs"]), run => (string)run["kind"]! == "ingest");
    }

    [Fact]
    public async Task Budgets_and_panels_have_values_after_traffic()
    {
        var (round, missing) = (0, "");
        try
        {
            await Waiting.UntilAsync(async () =>
            {
                await RequestAsync(round++);
                var budgets = await GetAsync("budgets");
                var empty = Items(budgets["budgets"]).Where(budget => budget["remaining"] is null)
                    .Select(budget => $"{budget["endpoint"]}: {budget["objective"]}").ToList();
                foreach (var dashboard in DashboardFiles.All)
                {
                    var content = await GetAsync($"dashboards/{dashboard.Uid}?minutes=5");
                    if ((string)content["source"]! != "prometheus") empty.Add("Prometheus does not respond");
                    empty.AddRange(Items(content["panels"]).Where(panel => !HasValue(panel)).Select(panel => (string)panel["title"]!));
                }

                Assert.Equal(3 * ServiceLevels.Default.Endpoints.Count, Items(budgets["budgets"]).Count());
                if ((string)budgets["source"]! != "prometheus") empty.Add("Prometheus does not respond");
                missing = string.Join('\n', empty);
                return empty.Count == 0;
            });
        }
        catch (XunitException timeout)
        {
            Assert.Fail($"{timeout.Message}\n{missing}");
        }

        static bool HasValue(JsonNode panel) => Items(panel["series"]).Any(series => series["latest"] is not null);
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task The_page_draws_charts_and_complains_about_nothing(ColorScheme scheme, int width)
    {
        var round = width;
        await using var browser = await chromium.OpenAsync(system.Api.BaseAddress!, scheme, width);
        await browser.SignInAsync(RunningSystem.DevelopmentKey);

        await browser.Page.GetByText("All processes, by Prometheus.").WaitForAsync();
        foreach (var dashboard in DashboardFiles.All)
        {
            await browser.SelectAsync(dashboard.Title, [.. dashboard.Panels.Select(panel => panel.Title)]);
            var drawn = dashboard.Panels.Count(panel => panel.Type is "timeseries" or "xychart");
            // Rates appear only while requests arrive.
            await Waiting.UntilAsync(async () =>
            {
                await RequestAsync(round++);
                return await browser.CountChartsAsync() >= drawn;
            });
            Assert.InRange(await browser.GetOverflowAsync(), int.MinValue, 0);
        }

        Assert.Empty(browser.Complaints);
        Assert.NotEmptyAndAll(browser.Requests.Where(request => request.Scheme != "data"), request =>
            Assert.Equal(system.Api.BaseAddress!.Authority, request.Authority));
    }

    /// <summary>
    /// The processes that run now. Another test kills some, which come back with another address; Prometheus shows the old one for a while.
    /// </summary>
    private IEnumerable<JsonNode> GetCurrent(JsonNode status)
    {
        var addresses = LocalProcess.Read(system.Folder).Select(process => new Uri(process.Address).Authority).ToHashSet();
        return Items(status["processes"]).Where(process => (bool)process["isUp"]! && addresses.Contains((string)process["instance"]!));
    }

    private async Task RequestAsync(int round)
    {
        var day = new DateOnly(2022, 1, 1).AddDays(round % 1000);
        foreach (var resource in (string[])[.. Traffic, $"companies/AAPL/statements/income?asOf={day:yyyy-MM-dd}"])
            using (await system.Api.GetAsync(new Uri($"/api/v1/{resource}", UriKind.Relative), Token)) { }
    }

    private async Task<JsonNode> GetAsync(string path) =>
        (await system.Api.GetFromJsonAsync<JsonNode>(new Uri($"/ops/data/{path}", UriKind.Relative), Token))!;

    private static IEnumerable<JsonNode> Items(JsonNode? array) => array!.AsArray().Select(item => item!);
}
