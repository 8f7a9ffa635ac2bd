using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EdgarApi.Tests.Warmer.Edge;

/// <summary>Answers like the purge operation of Azure Front Door, on a local port.</summary>
internal sealed class FrontDoorServer : IAsyncDisposable
{
    private const string Operation = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Cdn/profiles/p/afdEndpoints/e/purge";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<PurgeCall> _calls = [];
    private readonly ConcurrentQueue<int> _failures = [];

    private FrontDoorServer(WebApplication app) => _app = app;

    /// <summary>The setting.</summary>
    public Uri PurgeUrl => new($"{_app.Urls.First()}{Operation}?api-version=2025-06-01");

    /// <summary>The accepted purges, in order.</summary>
    public IReadOnlyList<PurgeCall> Calls => [.. _calls];

    /// <summary>How many further requests are rejected, and with which status.</summary>
    public void Fail(params IEnumerable<int> statuses)
    {
        foreach (var status in statuses) _failures.Enqueue(status);
    }

    /// <summary>Requests still to be rejected.</summary>
    public int FailuresLeft => _failures.Count;

    public static async Task<FrontDoorServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new FrontDoorServer(builder.Build());
        server._app.MapPost(Operation, server.AnswerAsync);
        await server._app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        if (_failures.TryDequeue(out var status))
        {
            context.Response.StatusCode = status;
            return;
        }

        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        string[] paths = [.. body.RootElement.GetProperty("contentPaths").EnumerateArray().Select(path => path.GetString()!)];
        if (paths.Length is 0 or > 100)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        _calls.Enqueue(new PurgeCall(paths, context.Request.Headers.Authorization.ToString()));
        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }
}

/// <summary>An accepted purge.</summary>
internal sealed record PurgeCall(IReadOnlyList<string> Paths, string Authorization);
