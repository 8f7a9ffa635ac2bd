using System.Text.Json;
using System.Xml.Linq;
using EdgarApi.Cli;
using EdgarApi.Cli.Load.Measurement;
using EdgarApi.Cli.Load.Scenarios;
using Microsoft.AspNetCore.Http;

namespace EdgarApi.Tests.Cli.Load;

public sealed class LoadCommandTests
{
    [Theory]
    [InlineData("--rate", "200", "open")]
    [InlineData("--users", "20", "closed")]
    public async Task A_run_loads_what_the_API_has_and_reports_it_as_JSON_and_as_a_page(string option, string level, string model)
    {
        await using var server = await StubServer.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/api/v1/companies/0000000042/statements/balance" ? 404 : 200;
            context.Response.Headers["X-Cache"] = "hit-l1";
            return context.Response.WriteAsync("{}");
        });
        var folder = TestFolder.Create("load");
        try
        {
            var (html, json) = (Path.Combine(folder.FullName, "r.html"), Path.Combine(folder.FullName, "r.json"));
            var run = await EdgarRun.Of(
                "load", "normal", "--url", server.Address.ToString(), option, level, "--scale", "0.0005", "--think", "0.01", "--html", html, "--json", json,
                "--server-pid", Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));

            var result = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(json, TestContext.Current.CancellationToken), LoadResultJson.Default.LoadResult)!;
            Assert.Equal((model, 2, 1, 0), (result.Settings.Model, result.Companies, result.AddressesLeftOut, result.Failed));
            Assert.Equal(result.Offered, result.Ended);
            Assert.Equal(result.Ended, result.Endpoints.Sum(endpoint => endpoint.Latency.Count));
            // Each of the 2 companies × 5 endpoints once before the run.
            Assert.Equal(result.Ended + 10, server.Asked.Count);
            if (model == "open") Assert.Equal(195, result.Offered);
            Assert.Equal(1, result.CacheHitShare);
            Assert.Equal(["generator", "server"], result.Processes.Select(process => process.Name));
            Assert.Contains("company_overview", run.Out, StringComparison.Ordinal);

            var page = XDocument.Parse((await File.ReadAllTextAsync(html, TestContext.Current.CancellationToken)).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
            XNamespace svg = "http://www.w3.org/2000/svg";
            Assert.Equal(3, page.Descendants(svg + "svg").Count());
            Assert.NotEmptyAndAll(
                page.Descendants(svg + "polyline"),
                line => Assert.DoesNotContain("NaN", line.Attribute("points")!.Value, StringComparison.Ordinal));
            Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName == "script" || element.Attribute("src") is not null);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_service_level_that_is_missed_fails_the_run()
    {
        await using var server = await StubServer.StartAsync(context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        var run = await EdgarRun.Of("load", "peak", "--url", server.Address.ToString(), "--rate", "100", "--scale", "0.0001", "--caches", "cold");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("status 500", run.Out, StringComparison.Ordinal);
        Assert.Contains("MISSED", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_run_tells_what_it_has()
    {
        using var stop = new CancellationTokenSource();
        await using var server = await StubServer.StartAsync(async context =>
        {
            await context.Response.WriteAsync("{}");
            await stop.CancelAsync();
        });
        var (standard, error) = (new StringWriter(), new StringWriter());
        var exitCode = await EdgarCommand.RunAsync(
            ["load", "normal", "--url", server.Address.ToString(), "--rate", "100", "--caches", "cold"], Terminal.Of(standard, error), stop.Token);

        Assert.Equal(130, exitCode);
        Assert.Contains("STOPPED EARLY", standard.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("is not this machine", "normal", "--url", "http://192.0.2.1")]
    [InlineData("is not this machine", "normal", "--url", "https://[2001:db8::1]:8443")]
    [InlineData("--url takes an address", "normal", "--url", "file:///etc/passwd")]
    [InlineData("--url takes an address", "normal", "--url", "http://127.0.0.1/path")]
    [InlineData("Must be one of", "busy", "--url", "http://127.0.0.1:1")]
    [InlineData("choose one", "peak", "--url", "http://127.0.0.1:1", "--rate", "1", "--users", "1")]
    [InlineData("--rate takes a number from 1 to 50000 or one of target, peak, burst, not '60000'", "peak", "--url", "http://127.0.0.1:1", "--rate", "60000")]
    [InlineData("--users takes a number from 1 to 10000", "peak", "--url", "http://127.0.0.1:1", "--users", "-5")]
    [InlineData("--scale must be between", "peak", "--url", "http://127.0.0.1:1", "--scale", "0")]
    [InlineData("no endpoint 'prices'", "peak", "--url", "http://127.0.0.1:1", "--mix", "prices=1")]
    [InlineData("does not list its companies", "peak", "--url", "http://127.0.0.1:1")]
    public async Task What_cannot_or_may_not_be_loaded_is_refused_in_words(string message, params string[] arguments)
    {
        var run = await EdgarRun.Of(["load", .. arguments]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Verdicts_hold_each_endpoint_against_its_own_service_level()
    {
        static EndpointResult Endpoint(string name, double p95, double p99, double max, long failed) =>
            new(name, 1000, 1000, failed, new LatencySummary(1000, 1, 1, p95, p99, p99, max), []);

        var verdicts = Verdicts.Of(
            LoadCatalog.Default, [Endpoint("company_overview", 500, 1000.1, 1999, 1), Endpoint("time_series", 300.1, 600, 1000.1, 2)], 1000, 949.9, 0.85, judgesCache: true);

        Assert.Equal([true, false, true, true, false, true, false, false, false, false], verdicts.Select(verdict => verdict.Passed));
        Assert.Equal("p95 ≤ 500 ms", verdicts[0].Requirement);
        Assert.NotEmptyAndAll(
            Verdicts.Of(LoadCatalog.Default, [Endpoint("company_overview", 1, 1, 1, 0)], 0, 0, null, judgesCache: true),
            verdict => Assert.True(verdict.Passed));
    }
}
