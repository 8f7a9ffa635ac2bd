using EdgarApi.Accounts.Degraded;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace EdgarApi.Tests.Api.Ops;

/// <summary>
/// What an operator does on the page, in a browser. The database is the tests' own: degraded mode concerns all of its processes.
/// </summary>
public sealed class OpsOperationTests(SharedServers servers, Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private EdgarDatabase _database = null!;
    private ApiHost _host = null!;
    private OpsBrowser _browser = null!;

    private IPage Page => _browser.Page;

    private DegradedPeriod? Mode => _host.Services.GetRequiredService<DegradedMode>().Current;

    public async ValueTask InitializeAsync()
    {
        _database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await _database.Heartbeat.BeatAsync(CancellationToken.None);
        _host = await ApiHost.StartAsync(
            _database, await servers.RedisAsync(), overSockets: true, host =>
            {
                foreach (var (key, value) in EdgarDatabase.Patient) host.UseSetting(key, value);
            });
        using var client = _host.Client(key: null);
        _browser = await chromium.OpenAsync(client.BaseAddress!, width: 390);
        await _browser.SignInAsync(ApiServer.Key);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _host.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Degraded_mode_is_turned_on_and_off_after_a_confirmation_and_leaves_an_audit_trail()
    {
        var section = Page.Locator("#degraded");
        await section.GetByRole(AriaRole.Button, new() { Name = "Turn on" }).ClickAsync();
        Assert.False(await Page.Locator("#confirm").IsVisibleAsync()); // the reason is missing

        await section.GetByLabel("Reason").FillAsync("The database is overloaded");
        await section.GetByLabel("Duration").SelectOptionAsync("15 minutes");
        await ClickAsync(section, "Turn on", answer: "Cancel");
        Assert.Null(Mode);

        await ClickAsync(section, "Turn on", answer: "Confirm");
        await section.GetByText("On until").WaitForAsync();
        Assert.Equal("The database is overloaded", Mode!.Reason);
        Assert.InRange(Mode.EndsAt - Mode.StartedAt, TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(15.1));
        await Page.Locator("#verdict").GetByText($"degraded mode until {Mode.EndText}: The database is overloaded").WaitForAsync();
        await Page.Locator("#actions").GetByText("degraded.on").WaitForAsync();
        Assert.InRange(await _browser.GetOverflowAsync(), int.MinValue, 0);

        await ClickAsync(section, "Turn off", answer: "Confirm");
        await section.GetByText("Off", new() { Exact = true }).WaitForAsync();
        Assert.Null(Mode);
        await Page.Locator("#actions").GetByText("degraded.off").WaitForAsync();
        Assert.Empty(_browser.Complaints);
    }

    [Fact]
    public async Task The_service_runs_its_drills_and_names_the_commands_of_the_others()
    {
        var section = Page.Locator("#drills");
        foreach (var command in (string[])["./edgar drill restore", "./edgar drill promote"])
            await section.GetByText(command, new() { Exact = true }).WaitForAsync();

        await ClickAsync(section, "Run: Reads without a node", answer: "Cancel");
        await ClickAsync(section, "Run: Reads without a node", answer: "Confirm");
        await section.GetByText("Passed in").WaitForAsync();
        await section.GetByText("3 of 3 nodes have all companies; 2 are needed").WaitForAsync();
        await Page.Locator("#actions").GetByText("drill.reads").WaitForAsync();
        Assert.Equal(1L, await _database.ScalarAsync<long>("select count(*) from admin_actions"));

        await ClickAsync(section, "Run: Degraded mode for a minute", answer: "Confirm");
        await Page.Locator("#degraded").GetByText("On until").WaitForAsync();
        Assert.Equal("drill", Mode!.Reason);
        await Page.Locator("#actions").GetByText("drill.degraded-mode").WaitForAsync();
        Assert.Empty(_browser.Complaints);

        // It must not shorten a period.
        await ClickAsync(section, "Run: Degraded mode for a minute", answer: "Confirm");
        await section.GetByText($"Degraded mode is on until {Mode.EndText}: drill").WaitForAsync();
    }

    private async Task ClickAsync(ILocator section, string button, string answer)
    {
        await section.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
        await Page.Locator("#confirm").GetByRole(AriaRole.Button, new() { Name = answer }).ClickAsync();
        await Page.Locator("#confirm").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
    }
}
