using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EdgarApi.Tests.Servers;

/// <summary>
/// Simulates the SEC on a local port: its URLs, served from its bulk files with entity tags and gzip. Tests add failures.
/// </summary>
public sealed class SecServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, byte[]> _files = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<RequestDelegate>> _mishaps = new();

    private SecServer(WebApplication app) => _app = app;

    /// <summary>The base address, with a trailing slash.</summary>
    public Uri Address => new(_app.Urls.First() + "/");

    /// <summary>The requests received, oldest first.</summary>
    public ConcurrentQueue<SecRequest> Requests { get; } = new();

    public static async Task<SecServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new SecServer(builder.Build());
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Serves a file at a path instead of the one from the bulk files.</summary>
    public void Put(string path, byte[] body) => _files[path] = body;

    /// <inheritdoc cref="Put(string, byte[])" />
    public void Put(string path, string body) => Put(path, Encoding.UTF8.GetBytes(body));

    /// <summary>Serves the file from the bulk files again.</summary>
    public void Restore(string path) => _files.TryRemove(path, out var _);

    /// <summary>Sets the response to the next request for the path. Several apply in the order added.</summary>
    public void Next(string path, RequestDelegate answer) => _mishaps.GetOrAdd(path, _ => new()).Enqueue(answer);

    /// <summary>Sets the status of the response to the next request for the path.</summary>
    public void Next(string path, int status, int? retryAfter = null) => Next(path, context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is { } seconds) context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    });

    /// <summary>Responds to every request in place of the server, until it is null again.</summary>
    public RequestDelegate? Fault { get; set; }

    /// <summary>The number of requests for a path.</summary>
    public int Count(string path) => Requests.Count(request => request.Path == path);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var (path, headers) = (context.Request.Path.Value!, context.Request.Headers);
        Requests.Enqueue(
            new SecRequest(path, headers.UserAgent.ToString(), headers.AcceptEncoding.ToString(), headers.IfNoneMatch.ToString()));
        if (_mishaps.TryGetValue(path, out var mishaps) && mishaps.TryDequeue(out var mishap))
        {
            await mishap(context);
            return;
        }

        if (Fault is { } fault)
        {
            await fault(context);
            return;
        }

        if (File(path) is not { } body)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var tag = $"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(body))[..16]}\"";
        context.Response.Headers.ETag = tag;
        if (headers.IfNoneMatch == tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.Headers.ContentEncoding = "gzip";
        await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
        await gzip.WriteAsync(body);
    }

    /// <summary>The file at a path; null if it does not exist.</summary>
    internal byte[]? File(string path)
    {
        if (_files.TryGetValue(path, out var body)) return body;
        var name = path[(path.LastIndexOf('/') + 1)..];
        return path switch
        {
            _ when path.StartsWith("/submissions/", StringComparison.Ordinal) => Entry("submissions.zip", name),
            _ when path.StartsWith("/api/xbrl/companyfacts/", StringComparison.Ordinal) => Entry("companyfacts.zip", name),
            _ when path.StartsWith("/files/", StringComparison.Ordinal) => System.IO.File.ReadAllBytes(EdgarData.GetPath(name)),
            _ => null,
        };
    }

    private static byte[]? Entry(string archive, string name)
    {
        try
        {
            return EdgarData.Read(archive, name);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}

/// <summary>A request received by the simulated SEC.</summary>
public sealed record SecRequest(string Path, string UserAgent, string AcceptEncoding, string IfNoneMatch);
