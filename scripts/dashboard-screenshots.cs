// Takes the pictures of the dashboard in docs/images from the system that ./run --detach started, in headless Chromium:
//
//   dotnet run scripts/dashboard-screenshots.cs
#:package PuppeteerSharp@25.15.0
#:property ManagePackageVersionsCentrally=false
#:property NoWarn=NU1603;CA1416;CA2007;CA1303

using System.Security.Cryptography;
using PuppeteerSharp;

var addresses = File.ReadLines(".local/addresses.tsv").Select(line => line.Split('\t')).ToDictionary(row => row[0], row => row[1]);
var dashboard = new Uri(addresses["dashboard"]).GetLeftPart(UriPartial.Authority);
var trace = await RequestAsync();

await using var browser = await Puppeteer.LaunchAsync(new LaunchOptions
{
    ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
    Args = ["--no-sandbox", "--disable-gpu"],
    DefaultViewport = new ViewPortOptions { Width = 1600, Height = 900 },
});
var page = await browser.NewPageAsync();
await page.GoToAsync(addresses["dashboard"]);

await TakeAsync("resources", "/", "postgres-analytics");
await TakeAsync("graph", "/?view=Graph", "postgres-analytics");
await TakeAsync("trace", $"/traces/detail/{trace}", "postgres");
await TakeAsync("metrics", "/metrics/resource/api?meter=EdgarApi.Requests&instrument=http.server.request.duration", "P50");

// A request that nothing has cached: its trace goes from the API to Redis and Postgres. Returns the trace's id.
async Task<string> RequestAsync()
{
    var id = RandomNumberGenerator.GetHexString(32, lowercase: true);
    using var client = new HttpClient { BaseAddress = new Uri(addresses["api"]) };
    client.DefaultRequestHeaders.Add("X-Api-Key", addresses["key"]);
    client.DefaultRequestHeaders.Add("traceparent", $"00-{id}-00f067aa0ba902b7-01");
    var day = new DateOnly(2025, 12, 1).AddDays(-Random.Shared.Next(300));
    var path = $"/api/v1/companies/MCD/statements/balance?periods=17&asOf={day:yyyy-MM-dd}";
    using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
    response.EnsureSuccessStatusCode();
    return id;
}

// Waits until the page shows a text, and until it stops moving.
async Task TakeAsync(string name, string path, string text)
{
    await page.GoToAsync(dashboard + path);
    await page.WaitForFunctionAsync("text => document.body.innerText.includes(text)", args: text);
    await page.WaitForNetworkIdleAsync(new WaitForNetworkIdleOptions { IdleTime = 2_000 });
    await page.ScreenshotAsync($"docs/images/dashboard-{name}.png");
}
