// Counts the traces that reach the dashboard within a minute in which nobody makes a request, from the system that ./run --detach started:
//
//   dotnet run scripts/idle-traces.cs
#:package PuppeteerSharp@25.15.0
#:property ManagePackageVersionsCentrally=false
#:property NoWarn=NU1603;CA1416;CA2007;CA1303

using System.Text.RegularExpressions;
using PuppeteerSharp;

var link = File.ReadLines(".local/addresses.tsv").Select(line => line.Split('\t')).Single(row => row[0] == "dashboard")[1];
await using var browser = await Puppeteer.LaunchAsync(new LaunchOptions
{
    ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
    Args = ["--no-sandbox", "--disable-gpu"],
});
var page = await browser.NewPageAsync();
await page.GoToAsync(link);

var before = await CountAsync();
await Task.Delay(TimeSpan.FromMinutes(1));
var after = await CountAsync();
Console.WriteLine($"{after - before} traces in a minute ({before} before, {after} after)");

// The traces page says "Showing 42 traces".
async Task<int> CountAsync()
{
    await page.GoToAsync(new Uri(new Uri(link), "/traces").ToString());
    await page.WaitForFunctionAsync("() => /\\d+ traces?/.test(document.body.innerText)");
    await page.WaitForNetworkIdleAsync(new WaitForNetworkIdleOptions { IdleTime = 2_000 });
    return int.Parse(Regex.Match(await page.EvaluateExpressionAsync<string>("document.body.innerText"), @"(\d+) traces?").Groups[1].Value);
}
