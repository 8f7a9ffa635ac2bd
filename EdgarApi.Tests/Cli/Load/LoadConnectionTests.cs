using System.Net;
using System.Net.Sockets;
using EdgarApi.Cli.Load.Traffic;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.Cli.Load;

public sealed class LoadConnectionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_of_every_framing_follow_each_other_on_one_connection()
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

        var outcomes = new List<Outcome>();
        string[] paths = ["/length/0", "/length/10", "/length/300000", "/chunked/10", "/chunked/123456", "/missing/20", "/length/16384", "/chunked/1"];
        foreach (var path in paths) outcomes.Add(await connection.SendAsync(Get(server.Address, path), Stop));

        Assert.Equal([0, 10, 300_000, 10, 123_456, 20, 16_384, 1], outcomes.Select(outcome => outcome.Bytes));
        Assert.Equal([null, null, null, null, null, "status 404", null, null], outcomes.Select(outcome => outcome.Error));
        Assert.Equal(["hit-l1", "miss"], outcomes.Select(outcome => outcome.Cache).Distinct());
        Assert.Single(connections);
    }

    [Fact]
    public async Task A_server_that_breaks_off_or_says_close_gets_a_new_connection()
    {
        await using var server = await StubServer.StartAsync(context =>
        {
            if (context.Request.Path == "/abort") context.Abort();
            if (context.Request.Path == "/close") context.Response.Headers.Connection = "close";
            return context.Request.Path == "/abort" ? Task.CompletedTask : context.Response.WriteAsync("{}");
        });
        using var connection = new LoadConnection(server.Address, TimeSpan.FromMinutes(1), TimeProvider.System);

        Assert.Equal(Outcome.Broken, (await connection.SendAsync(Get(server.Address, "/abort"), Stop)).Error);
        Assert.Null((await connection.SendAsync(Get(server.Address, "/close"), Stop)).Error);
        Assert.Null((await connection.SendAsync(Get(server.Address, "/"), Stop)).Error);
    }

    [Fact]
    public async Task A_server_that_is_silent_is_left_after_the_timeout_and_the_next_request_is_a_new_one()
    {
        var (time, asked, silent) = (new FakeTimeProvider(), new TaskCompletionSource(), true);
        await using var server = await StubServer.StartAsync(async context =>
        {
            if (!silent) return;
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        using var connection = new LoadConnection(server.Address, TimeSpan.FromSeconds(10), time);

        var waiting = connection.SendAsync(Get(server.Address, "/"), Stop).AsTask();
        await asked.Task.InTimeAsync();
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(Outcome.Timeout, (await waiting.InTimeAsync()).Error);
        silent = false;
        Assert.Null((await connection.SendAsync(Get(server.Address, "/"), Stop)).Error);
    }

    [Fact]
    public async Task Where_nobody_listens_the_connection_is_refused_and_what_is_not_HTTP_is_said_to_be_so()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        using var connection = new LoadConnection(address, TimeSpan.FromMinutes(1), TimeProvider.System);
        var sending = connection.SendAsync(Get(address, "/"), Stop).AsTask();
        using (var peer = await listener.AcceptSocketAsync(Stop)) await peer.SendAsync("220 mail.example.org ESMTP\r\n\r\n"u8.ToArray(), Stop);

        Assert.Equal("answer is not HTTP", (await sending).Error);
        listener.Stop();
        Assert.Equal(Outcome.Refused, (await connection.SendAsync(Get(address, "/"), Stop)).Error);
    }

    private static ReadOnlyMemory<byte> Get(Uri address, string path) => new RequestFormat(address.Authority, null).Get(path);
}
