using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgarApi.Benchmarks.HotPath;

/// <summary>
/// The lower bound of Kestrel's cost: a server that returns one response of the API, fetched at the start, to every request. The API's own
/// throughput is compared with it. A request with any <c>If-None-Match</c> header gets a 304.
/// </summary>
internal static class BareEndpoint
{
    /// <summary>Runs until Ctrl+C.</summary>
    /// <param name="source">The response to copy.</param>
    /// <param name="url">Where to listen.</param>
    public static async Task RunAsync(Uri source, string url)
    {
        using var client = new HttpClient();
        using var fetched = await client.GetAsync(source);
        fetched.EnsureSuccessStatusCode();
        var body = await fetched.Content.ReadAsByteArrayAsync();
        var (contentType, tag) = (fetched.Content.Headers.ContentType?.ToString(), fetched.Headers.ETag?.ToString());

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(url);
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Run(context =>
        {
            var response = context.Response;
            response.Headers.ETag = tag;
            if (context.Request.Headers.IfNoneMatch.Count > 0)
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }

            response.Headers.ContentType = contentType;
            response.ContentLength = body.Length;
            Task writing = response.BodyWriter.WriteAsync(body).AsTask();
            return writing;
        });
        await app.StartAsync();
        Console.WriteLine($"{url} returns the {body.Length} bytes of {source}. Press Ctrl+C to stop.");
        await ((IHost)app).WaitForShutdownAsync();
    }
}
