using System.Text.Json;
using System.Xml.Linq;
using EdgarApi.Cli;
using EdgarApi.LoadTesting;
using EdgarApi.LoadTesting.Measurement;
using EdgarApi.LoadTesting.Scenarios;
using EdgarApi.Tests.LoadTesting;
using Microsoft.AspNetCore.Http;

namespace EdgarApi.Tests.Cli;

public sealed class LoadCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("--rate", "200", "open")]
    [InlineData("--users", "20", "closed")]
    public async Task A_run_requests_the_loaded_companies_and_reports_as_JSON_and_HTML(string option, string level, string model)
    {
        await using var server = await StubServer.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/api/v1/companies/0000000042/statements/balance" ? 404 : 200;
            context.Response.Headers["X-Cache"] = "hit-l1";
            return context.Response.WriteAsync("{}");
        }, hasMetrics: true);
        var folder = TestFolder.Create("load");
        try
        {
            var (html, json) = (Path.Combine(folder.FullName, "r.html"), Path.Combine(folder.FullName, "r.json"));
            var run = await EdgarRun.RunAsync(
                "load", "normal", "--url", server.Address.ToString(), option, level, "--scale", "0.0005", "--think", "0.01",
                "--html", html, "--json", json,
                "--server-pid", Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));

            var result = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(json, Token), LoadResultJson.Default.LoadResult)!;
            Assert.Equal((model, 2, 1, 0), (result.Settings.Model, result.Companies, result.ExcludedPaths, result.Failed));
            Assert.Equal(result.Offered, result.Completed);
            Assert.Equal(result.Completed, result.Endpoints.Sum(endpoint => endpoint.Latency.Count));
            // Each of the 2 companies × 5 endpoints once before the run.
            Assert.Equal(result.Completed + 10, server.Requests.Count);
            if (model == "open") Assert.Equal(195, result.Offered);
            Assert.Equal(1, result.CacheHitShare);
            Assert.Equal(result.Completed, result.Costs!.SqlCommands);
            Assert.Equal(result.Completed * 0.002, result.Costs.SqlSeconds, 6);
            Assert.Null(result.Costs.RedisCommands);
            Assert.Equal(["generator", "server"], result.Processes.Select(process => process.Name));
            Assert.Contains("company_overview", run.Out, StringComparison.Ordinal);

            var page = XDocument.Parse((await File.ReadAllTextAsync(html, Token)).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
            XNamespace svg = "http://www.w3.org/2000/svg";
            Assert.Equal(3, page.Descendants(svg + "svg").Count());
            var lines = page.Descendants(svg + "polyline").Select(line => line.Attribute("points")!.Value).ToList();
            Assert.NotEmpty(lines);
            Assert.DoesNotContain(lines, points => points.Contains("NaN", StringComparison.Ordinal));
            Assert.DoesNotContain(page.Descendants(), e => e.Name.LocalName == "script" || e.Attribute("src") is not null);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_missed_service_level_fails_the_run()
    {
        await using var server = await StubServer.StartAsync(context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        var run = await EdgarRun.RunAsync(
            "load", "peak", "--url", server.Address.ToString(), "--rate", "100", "--scale", "0.0001", "--caches", "cold");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("status 500", run.Out, StringComparison.Ordinal);
        Assert.Contains("MISSED", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_run_reports_what_it_measured()
    {
        using var stop = new CancellationTokenSource();
        await using var server = await StubServer.StartAsync(async context =>
        {
            await context.Response.WriteAsync("{}");
            await stop.CancelAsync();
        }, hasMetrics: true);
        var (standard, error) = (new StringWriter(), new StringWriter());
        var exitCode = await EdgarCommand.RunAsync(
            ["load", "normal", "--url", server.Address.ToString(), "--rate", "100", "--caches", "cold"],
            Terminal.Create(standard, error), stop.Token);

        Assert.Equal(130, exitCode);
        Assert.Contains("STOPPED EARLY", standard.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("is not this machine", "normal", "--url", "http://192.0.2.1")]
    [InlineData("is not this machine", "normal", "--url", "https://[2001:db8::1]:8443")]
    [InlineData("--url takes a base URL", "normal", "--url", "file:///etc/passwd")]
    [InlineData("--url takes a base URL", "normal", "--url", "http://127.0.0.1/path")]
    [InlineData("Must be one of", "busy", "--url", "http://127.0.0.1:1")]
    [InlineData("choose one", "peak", "--url", "http://127.0.0.1:1", "--rate", "1", "--users", "1")]
    [InlineData(
        "--rate takes a number from 1 to 50000 or one of target, peak, burst, not '60000'",
        "peak", "--url", "http://127.0.0.1:1", "--rate", "60000")]
    [InlineData("--users takes a number from 1 to 10000", "peak", "--url", "http://127.0.0.1:1", "--users", "-5")]
    [InlineData("--scale must be a number from 0.0001 to 10, not '0'", "peak", "--url", "http://127.0.0.1:1", "--scale", "0")]
    [InlineData("'prices' is not an endpoint", "peak", "--url", "http://127.0.0.1:1", "--mix", "prices=1")]
    [InlineData("does not list its companies", "peak", "--url", "http://127.0.0.1:1")]
    public async Task Errors_are_clear_messages(string message, params string[] arguments)
    {
        var run = await EdgarRun.RunAsync(["load", .. arguments]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }
}
