using EdgarApi.Api.Authentication;
using EdgarApi.Api.Caching;
using EdgarApi.Api.Callers;
using EdgarApi.Tests.Servers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Tests.Api.Caching;

/// <summary>
/// Compares the bytes that a thread allocates for a hit with those of a minimal endpoint that sends the same headers and body. The
/// caller has no limits, because the remaining quota is a header created for each response.
/// </summary>
public sealed class HotPathAllocationTests(SharedServers servers, ApiServer api)
{
    [Theory]
    // Days that no other test asks for: in the last tenth of their five minutes in memory, responses take the regular pipeline.
    [InlineData("/api/v1/companies/AAPL/overview?fields=essential&asOf=2025-12-02", "")]
    [InlineData("/api/v1/companies/AAPL/overview?fields=essential&asOf=2025-12-03", "gzip, br")]
    [InlineData("/api/v1/companies/AAPL/statements/income?periods=7&asOf=2025-12-04", "br")]
    public async Task A_hit_allocates_nothing_beyond_the_framework(string address, string encodings)
    {
        var host = await api.KestrelAsync(servers);
        using var client = host.Client(ApiServer.Key);
        Assert.Equal("miss", (await RequestTwiceAsync(client, address)).GetXCache());
        var hot = ActivatorUtilities.CreateInstance<HotPath>(
            host.Services, (RequestDelegate)(_ => throw new InvalidOperationException("No hit.")));

        var context = CreateContext(host.Services, address, encodings);
        await hot.InvokeAsync(context);
        Assert.Equal("hit-l1", context.Response.Headers["X-Cache"]);
        var headers = context.Response.Headers.ToArray();
        var body = new byte[context.Response.ContentLength!.Value];

        var framework = AllocatedBy(bare => SendAsync(bare, headers, body), context, enough: 0);
        Assert.Equal(framework, AllocatedBy(hot.InvokeAsync, context, framework));
    }

    [Fact]
    public async Task A_304_allocates_nothing_beyond_the_framework()
    {
        const string Address = "/api/v1/companies/AAPL/overview?fields=essential&asOf=2025-12-05";
        var host = await api.KestrelAsync(servers);
        using var client = host.Client(ApiServer.Key);
        var first = await RequestTwiceAsync(client, Address);
        var hot = ActivatorUtilities.CreateInstance<HotPath>(
            host.Services, (RequestDelegate)(_ => throw new InvalidOperationException("No hit.")));

        var context = CreateContext(host.Services, Address, encodings: "");
        context.Request.Headers.IfNoneMatch = $"{first.Headers.ETag}";
        await hot.InvokeAsync(context);
        Assert.Equal(StatusCodes.Status304NotModified, context.Response.StatusCode);
        Assert.Equal(0, AllocatedBy(hot.InvokeAsync, context, enough: 0));
    }

    /// <summary>The hot path remembers what was requested again. Returns the first response.</summary>
    private static async Task<HttpResponseMessage> RequestTwiceAsync(HttpClient client, string address)
    {
        var first = await client.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
        using var second = await client.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("hit-l1", second.GetXCache());
        return first;
    }

    private static DefaultHttpContext CreateContext(IServiceProvider services, string address, string encodings)
    {
        var request = new HttpRequestFeature { Method = "GET", RawTarget = address, Path = address };
        if (encodings.Length > 0) request.Headers.AcceptEncoding = encodings;
        request.Headers[RequestKey.Header] = ApiServer.Key;
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(request);
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        // Kestrel sets these per connection and the first middleware per request.
        features.Set<IEndpointFeature>(new Endpoints());
        features.Set(new RequestInfo());
        return new DefaultHttpContext(features) { RequestServices = services };
    }

    private static Task SendAsync(
        HttpContext context, KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>[] headers, byte[] body)
    {
        foreach (var (name, value) in headers)
            if (name != "Content-Length") context.Response.Headers[name] = value;
        context.Response.ContentLength = body.Length;
        var writing = context.Response.BodyWriter.WriteAsync(body, CancellationToken.None);
        return writing.IsCompletedSuccessfully ? Task.CompletedTask : writing.AsTask();
    }

    /// <summary>Repeats until the minimum is small enough, because the runtime recompiles and pools fill in the first rounds.</summary>
    private static long AllocatedBy(RequestDelegate handler, HttpContext context, long enough)
    {
        var least = long.MaxValue;
        for (var round = 0; round < 10_000 && least > 20 * enough; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 20; i++)
            {
                context.Response.Headers.Clear();
                context.Response.StatusCode = StatusCodes.Status200OK;
                Assert.True(handler(context).IsCompletedSuccessfully);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least / 20;
    }

    private sealed class Endpoints : IEndpointFeature
    {
        public Endpoint? Endpoint { get; set; }
    }
}
