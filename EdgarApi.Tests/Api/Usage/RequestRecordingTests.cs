using System.Net;
using System.Net.Sockets;
using System.Text;
using EdgarApi.Accounts.Usage;
using EdgarApi.Accounts.Usage.Writing;
using EdgarApi.Api.Authentication;
using EdgarApi.Caching;
using EdgarApi.Tests.Api.Agents;
using EdgarApi.Tests.Servers;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EdgarApi.Tests.Api.Usage;

public sealed class RequestRecordingTests(SharedServers servers, ApiServer server) : IAsyncLifetime
{
    private ApiHost _api = null!;
    private HttpClient _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private UsageRecorder Recorder => _api.Services.GetRequiredService<UsageRecorder>();

    public async ValueTask InitializeAsync()
    {
        // Removes the writer so that the test can inspect the queue.
        _api = await server.AnotherAsync(servers, overSockets: true, configure: host =>
            host.ConfigureTestServices(services =>
                services.Remove(
                    services.Single(service =>
                        service.ImplementationFactory?.GetType().GenericTypeArguments[1] == typeof(UsageWriter)
                        && service.ServiceType == typeof(IHostedService)))));
        _client = _api.Client(null);
        _client.DefaultRequestHeaders.Add(RequestKey.Header, ApiServer.Key);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _api.DisposeAsync();
    }

    [Fact]
    public async Task A_request_is_one_record_with_endpoint_company_status_and_bytes()
    {
        var before = DateTime.UtcNow;
        var bytes = await GetLengthAsync("/api/v1/companies/aapl/statements/income?periods=2");

        var record = await NextAsync();

        Assert.Equal(
            ("GET /api/v1/companies/{id}/statements/{statement}", (short)200, 320193, bytes),
            (record.Endpoint, record.Status, record.Cik, record.Bytes));
        Assert.InRange(record.Timestamp, before, DateTime.UtcNow);
        Assert.InRange(record.Microseconds, 1, (DateTime.UtcNow - before).TotalMicroseconds);
    }

    [Fact]
    public async Task A_tool_call_is_a_record_with_its_company()
    {
        using var request = ToolRequest.Create("get_statement", """{ "company": "nvda", "statement": "income" }""");
        using var response = await _client.SendAsync(request, Token);
        var bytes = (await response.Content.ReadAsByteArrayAsync(Token)).Length;

        var record = await NextAsync();

        Assert.Equal(
            ("POST /mcp", (short)200, 1045810, bytes, "development"),
            (record.Endpoint, record.Status, record.Cik, record.Bytes, record.Tier));
    }

    [Fact]
    public async Task A_repeated_request_is_a_hit_with_the_same_company_endpoint_and_target()
    {
        const string Target = "/api/v1/companies/NVDA/statements/balance?periods=3";
        await GetLengthAsync(Target);
        var bytes = await GetLengthAsync(Target);

        var (first, second) = (await NextAsync(), await NextAsync());

        Assert.Equal(CacheResult.HitMemory, second.Cache);
        Assert.Equal((first.Endpoint, first.Cik, first.Target, bytes), (second.Endpoint, second.Cik, second.Target, second.Bytes));
        Assert.Equal(Target, second.Target);
    }

    [Theory]
    [InlineData("/api/v1/companies/AAPL/overview?nonsense=1", 400, "GET /api/v1/companies/{id}/overview", 320193L)]
    [InlineData("/api/v1/companies/NOSUCH/overview", 404, "GET /api/v1/companies/{id}/overview", null)]
    [InlineData("/api/v1/nothing/here", 404, "unmatched", null)]
    [InlineData("/admin", 404, "unmatched", null)]
    public async Task Rejections_are_recorded_without_a_target(string address, short status, string endpoint, long? cik)
    {
        using var response = await _client.GetAsync(new Uri(address, UriKind.Relative), Token);
        var body = await response.Content.ReadAsByteArrayAsync(Token);

        var record = await NextAsync();

        Assert.Equal(
            (endpoint, status, cik, (long)body.Length, null),
            (record.Endpoint, record.Status, record.Cik, record.Bytes, record.Target));
    }

    [Fact]
    public async Task A_request_that_lacks_a_required_key_is_recorded_too()
    {
        using var anonymous = _api.Client(null);
        using var response = await anonymous.GetAsync(new Uri("/api/v1/companies/AAPL/ratios", UriKind.Relative), Token);

        Assert.Equal((short)401, (await NextAsync()).Status);
    }

    [Fact]
    public async Task Compressed_bytes_count_as_sent_and_304_and_HEAD_responses_have_none()
    {
        const string Address = "/api/v1/companies/AAPL/statements/cashflow";
        using var compressed = await SendAsync(HttpMethod.Get, Address, ("Accept-Encoding", "br"));
        using var held = await SendAsync(
            HttpMethod.Get, Address, ("Accept-Encoding", "br"), ("If-None-Match", compressed.Headers.ETag!.ToString()));
        using var head = await SendAsync(HttpMethod.Head, Address);

        Assert.Equal((await compressed.Content.ReadAsByteArrayAsync(Token)).Length, (await NextAsync()).Bytes);
        Assert.Equal((304, 0), await StatusAndBytesAsync());
        Assert.Equal((200, 0), await StatusAndBytesAsync());
    }

    [Fact]
    public async Task Bodies_of_unknown_length_are_counted()
    {
        // Written by the framework without a Content-Length.
        var body = await _client.GetByteArrayAsync(new Uri("/api/v1/companies?query=apple", UriKind.Relative), Token);

        Assert.Equal(body.Length, (await NextAsync()).Bytes);
    }

    [Fact]
    public async Task Probes_metrics_and_documentation_are_not_recorded()
    {
        foreach (var address in (string[])["/health", "/alive", "/metrics", "/openapi/v1.json", "/problems/overloaded", "/api/v1/metrics"])
            using (await _client.GetAsync(new Uri(address, UriKind.Relative), Token)) { }

        Assert.Equal("GET /api/v1/metrics", (await NextAsync()).Endpoint);
        Assert.Equal(0, Recorder.Reader.Count);
    }

    [Fact]
    public async Task An_endpoint_has_its_documented_name()
    {
        using (await SendAsync(HttpMethod.Post, "/api/v1/sessions")) { }

        Assert.Equal("POST /api/v1/sessions", (await NextAsync()).Endpoint);
    }

    [Fact]
    public async Task Prefetched_responses_have_no_target()
    {
        using var response = await SendAsync(HttpMethod.Get, "/api/v1/companies/AAPL/overview", ("Sec-Purpose", "prefetch"));

        var record = await NextAsync();

        Assert.NotNull(record.Cache);
        Assert.Null(record.Target);
    }

    [Fact]
    public async Task A_client_that_disconnects_still_leaves_one_record()
    {
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(IPAddress.Loopback, _client.BaseAddress!.Port, Token);
            const string Target = "/api/v1/companies/AAPL/facts?concept=us-gaap:Assets&limit=1000";
            var request = $"GET {Target} HTTP/1.1\r\nHost: x\r\n{RequestKey.Header}: {ApiServer.Key}\r\n\r\n";
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), Token);
        }

        Assert.Equal("GET /api/v1/companies/{id}/facts", (await NextAsync()).Endpoint);
        await GetLengthAsync("/api/v1/metrics");
        Assert.Equal("GET /api/v1/metrics", (await NextAsync()).Endpoint);
    }

    [Fact]
    public void A_full_queue_rejects_the_newest_records_and_counts_them()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var metrics = new UsageMetrics(services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
        var recorder = new UsageRecorder(metrics, capacity: 2);
        for (short status = 200; status < 205; status++)
            recorder.Record(
                new UsageRecord
                {
                    Timestamp = DateTime.UtcNow,
                    Endpoint = "GET /",
                    Status = status,
                    Microseconds = 1,
                    Bytes = 1,
                });

        Assert.Equal(3, metrics.RefusedCount);
        Assert.True(recorder.Reader.TryRead(out var oldest));
        Assert.Equal(200, oldest.Status);
    }

    private ValueTask<UsageRecord> NextAsync() => Recorder.Reader.ReadAsync(Token);

    private async Task<(int, long)> StatusAndBytesAsync() => await NextAsync() is var record ? (record.Status, record.Bytes) : default;

    private async Task<long> GetLengthAsync(string address) =>
        (await _client.GetByteArrayAsync(new Uri(address, UriKind.Relative), Token)).Length;

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative));
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return _client.SendAsync(request, Token);
    }
}
