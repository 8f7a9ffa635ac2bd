using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgarApi.Benchmarks.HotPath;

/// <summary>
/// The least that Kestrel can do: one answer of the API, fetched once, sent to whoever asks for whatever. What the API's own port reaches is measured
/// against it. An <c>If-None-Match</c> of any value is a 304.
/// </summary>
internal static class BareEndpoint
{
    /// <summary><c>bare ADDRESS LISTEN</c>: the answer's address, and where to listen.</summary>
    public static async Task RunAsync(Uri answer, string listen)
    {
        using var client = new HttpClient();
        using var fetched = await client.GetAsync(answer);
        fetched.EnsureSuccessStatusCode();
        var body = await fetched.Content.ReadAsByteArrayAsync();
        var (contentType, tag) = (fetched.Content.Headers.ContentType?.ToString(), fetched.Headers.ETag?.ToString());

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(listen);
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
        Console.WriteLine($"{body.Length} bytes of {answer} at {listen}; Ctrl+C ends it.");
        await ((IHost)app).WaitForShutdownAsync();
    }
}
