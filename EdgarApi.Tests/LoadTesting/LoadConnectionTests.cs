using System.Net;
using System.Net.Sockets;
using EdgarApi.LoadTesting.Traffic;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.LoadTesting;

public sealed class LoadConnectionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Responses_of_every_framing_share_one_connection()
    {
        var connections = new HashSet<string>();
        await using var server = await StubServer.StartAsync(async context =>
        {
            connections.Add(context.Connection.Id);
            var size = int.Parse(context.Request.Path.Value!.Split('/')[2], System.Globalization.CultureInfo.InvariantCulture);
            context.Response.Headers["X-Cache"] = size == 0 ? "hit-l1" : "miss";
            context.Response.StatusCode = context.Request.Path.StartsWithSegments("/missing", StringComparison.Ordinal) ? 404 : 200;
            if (context.Request.Path.StartsWithSegments("/length", StringComparison.Ordinal)) context.Response.ContentLength = size;
            for (var sent = 0; sent < size; sent += 5000) await context.Response.WriteAsync(new string('x', Math.Min(5000, size - sent)));
        });
        using var connection = new LoadConnection(server.Address, TimeSpan.FromMinutes(1), TimeProvider.System);

        var outcomes = new List<RequestOutcome>();
        string[] paths =
        [
            "/length/0", "/length/10", "/length/300000", "/chunked/10", "/chunked/123456", "/missing/20", "/length/16384", "/chunked/1",
        ];
        foreach (var path in paths) outcomes.Add(await connection.SendAsync(Get(server.Address, path), Stop));

        Assert.Equal([0, 10, 300_000, 10, 123_456, 20, 16_384, 1], outcomes.Select(outcome => outcome.Bytes));
        Assert.Equal([null, null, null, null, null, "status 404", null, null], outcomes.Select(outcome => outcome.Error));
        Assert.Equal(["hit-l1", "miss"], outcomes.Select(outcome => outcome.Cache).Distinct());
        Assert.Single(connections);
    }

    [Fact]
    public async Task After_a_broken_or_closed_connection_the_next_request_opens_a_new_one()
    {
        await using var server = await StubServer.StartAsync(context =>
        {
            if (context.Request.Path == "/abort") context.Abort();
            if (context.Request.Path == "/close") context.Response.Headers.Connection = "close";
            return context.Request.Path == "/abort" ? Task.CompletedTask : context.Response.WriteAsync("{}");
        });
        using var connection = new LoadConnection(server.Address, TimeSpan.FromMinutes(1), TimeProvider.System);

        Assert.Equal(RequestOutcome.Broken, (await connection.SendAsync(Get(server.Address, "/abort"), Stop)).Error);
        Assert.Null((await connection.SendAsync(Get(server.Address, "/close"), Stop)).Error);
        Assert.Null((await connection.SendAsync(Get(server.Address, "/"), Stop)).Error);
    }

    [Fact]
    public async Task A_request_without_a_response_times_out_and_the_next_one_uses_a_new_connection()
    {
        var (time, requested, silent) = (new FakeTimeProvider(), new TaskCompletionSource(), true);
        await using var server = await StubServer.StartAsync(async context =>
        {
            if (!silent) return;
            requested.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        using var connection = new LoadConnection(server.Address, TimeSpan.FromSeconds(10), time);

        var waiting = connection.SendAsync(Get(server.Address, "/"), Stop).AsTask();
        await requested.Task.InTimeAsync();
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(RequestOutcome.Timeout, (await waiting.InTimeAsync()).Error);
        silent = false;
        Assert.Null((await connection.SendAsync(Get(server.Address, "/"), Stop)).Error);
    }

    [Fact]
    public async Task Refused_connections_and_responses_that_are_not_HTTP_are_distinguished()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        using var connection = new LoadConnection(address, TimeSpan.FromMinutes(1), TimeProvider.System);
        var sending = connection.SendAsync(Get(address, "/"), Stop).AsTask();
        using (var peer = await listener.AcceptSocketAsync(Stop))
            await peer.SendAsync("220 mail.example.org ESMTP\r\n\r\n"u8.ToArray(), Stop);

        Assert.Equal(RequestOutcome.NotHttp, (await sending).Error);
        listener.Stop();
        Assert.Equal(RequestOutcome.Refused, (await connection.SendAsync(Get(address, "/"), Stop)).Error);
    }

    private static ReadOnlyMemory<byte> Get(Uri address, string path) => new RequestFormat(address.Authority, null).CreateGet(path);
}
