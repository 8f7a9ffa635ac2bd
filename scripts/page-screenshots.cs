// Takes the pictures of /ops and /docs in docs/images from the system that ./run --detach started with monitoring, in headless Chromium:
//
//   EdgarApi__Monitoring=true ./run --detach
//   dotnet run scripts/page-screenshots.cs
//
// It sends traffic for five minutes first, so that there is something to see.
#:package Microsoft.Playwright@1.64.1
#:property ManagePackageVersionsCentrally=false
#:property JsonSerializerIsReflectionEnabledByDefault=true
#:property NoWarn=CA2007;CA1303;CA5394

using Microsoft.Playwright;

var traffic = TimeSpan.FromMinutes(5);
var addresses = File.ReadLines(".local/addresses.tsv").Select(line => line.Split('\t')).ToDictionary(row => row[0], row => row[1]);
await SendTrafficAsync();

using var playwright = await Playwright.CreateAsync();
await using var browser = await playwright.Chromium.LaunchAsync(new()
{
    ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-gpu"],
});
await TakeAsync("docs", ColorScheme.Light, width: 1280, height: 1000, ShowScreenAsync);
await TakeAsync("docs-dark-phone", ColorScheme.Dark, width: 390, height: 1200, page => page.GotoAsync("/docs"));
await TakeAsync("ops-light", ColorScheme.Light, width: 1280, height: 2560, ShowOperationsAsync);
await TakeAsync("ops-dark-phone", ColorScheme.Dark, width: 390, height: 1200, ShowOperationsAsync);

// Requests as callers send them: the same companies again and again, some others, and now and then a mistake.
async Task SendTrafficAsync()
{
    string[] companies = ["AAPL", "AAPL", "AAPL", "NVDA", "NVDA", "GOOGL", "AMD", "WMT", "HD", "COST", "PG", "MCD", "NKE"];
    string[] resources =
    [
        "overview", "overview", "statements/income", "statements/balance", "statements/cashflow?periods={0}", "ratios",
        "timeseries?metrics=Revenue,NetIncome&periods={0}", "facts?limit={0}", "facts?limit=0",
    ];
    using var client = new HttpClient { BaseAddress = new Uri(addresses["api"]) };
    client.DefaultRequestHeaders.Add("X-Api-Key", addresses["key"]);
    for (var end = DateTimeOffset.UtcNow + traffic; DateTimeOffset.UtcNow < end; await Task.Delay(50))
    {
        var resource = string.Format(resources[Random.Shared.Next(resources.Length)], Random.Shared.Next(1, 40));
        var company = companies[Random.Shared.Next(companies.Length)];
        using var response = await client.GetAsync(new Uri($"/api/v1/companies/{company}/{resource}", UriKind.Relative));
    }
}

async Task TakeAsync(string name, ColorScheme scheme, int width, int height, Func<IPage, Task> showAsync)
{
    await using var context = await browser.NewContextAsync(new()
    {
        ColorScheme = scheme, ViewportSize = new() { Width = width, Height = height }, BaseURL = addresses["api"],
    });
    var page = await context.NewPageAsync();
    await showAsync(page);
    await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    await page.ScreenshotAsync(new() { Path = $"docs/images/{name}.png" });
}

// The documentation of screens.
async Task ShowScreenAsync(IPage page)
{
    await page.GotoAsync("/docs");
    await page.GetByRole(AriaRole.Heading, new() { Name = "EdgarApi" }).First.WaitForAsync();
    await page.GetByRole(AriaRole.Button, new() { Name = "Open Group - Screening" }).ClickAsync();
    await page.GetByText("Companies that meet conditions").First.ClickAsync();
}

async Task ShowOperationsAsync(IPage page)
{
    await page.GotoAsync("/ops");
    await page.GetByLabel("Operator's API key").FillAsync(addresses["key"]);
    await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
    await page.Locator(".panel").First.WaitForAsync();
    await page.GetByLabel("Time range").SelectOptionAsync("15");
    await page.Locator(".panel svg").First.WaitForAsync();
}
