using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EdgarApi.Tests.LoadTesting;

/// <summary>A Kestrel server that lists two loaded companies; the test handles all other requests.</summary>
internal sealed class StubServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StubServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    /// <summary>Path and query of the requests so far.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <param name="handle">Handles requests.</param>
    /// <param name="hasMetrics">Whether the server itself reports, at <c>/metrics</c>, one SQL command of 2 ms per request.</param>
    public static async Task<StubServer> StartAsync(RequestDelegate handle, bool hasMetrics = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new StubServer(app);
        app.Run(context =>
        {
            if (context.Request.Path == "/api/v1/companies")
                return context.Response.WriteAsync("""
                    {"companies":[
                      {"cik":"0000320193","ticker":"AAPL","loaded":true},
                      {"cik":"0000000042","ticker":null,"loaded":true},
                      {"cik":"1","ticker":"NO","loaded":false}]}
                    """);
            if (hasMetrics && context.Request.Path == "/metrics")
                return context.Response.WriteAsync(string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"db_client_operation_duration_seconds_count {server.Requests.Count}\n"
                    + $"db_client_operation_duration_seconds_sum {server.Requests.Count * 0.002}\n"));
            server.Requests.Enqueue(context.Request.Path + context.Request.QueryString);
            return handle(context);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
