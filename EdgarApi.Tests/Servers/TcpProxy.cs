using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace EdgarApi.Tests.Servers;

/// <summary>A proxy before a local server. It can cut its connections, as if the client's process were killed, and misbehave like a bad
/// network.</summary>
internal sealed class TcpProxy : IDisposable
{
    private const int ChunkLength = 16 * 1024;

    /// <summary>A slow network delivers a piece this often.</summary>
    private static readonly TimeSpan DripInterval = TimeSpan.FromMilliseconds(20);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, bool> _connections = [];
    private readonly CancellationTokenSource _disposed = new();
    private volatile TaskCompletionSource _open = CreateOpen();
    private volatile NetworkFault _fault = NetworkFault.None;
    private volatile int _target;
    private long _delivered;

    /// <param name="target">The server's port; 0 if it is not known yet.</param>
    public TcpProxy(int target = 0)
    {
        _target = target;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Bytes delivered in both directions.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    /// <summary>Leads new connections to another port.</summary>
    public void SetTarget(int port) => _target = port;

    /// <summary>Closes all connections on both sides without a farewell in their protocol.</summary>
    public void Cut()
    {
        foreach (var connection in _connections.Keys)
        {
            if (_connections.TryRemove(connection, out var _)) connection.Dispose();
        }
    }

    /// <summary>Misbehaves until <see cref="Recover"/>.</summary>
    public void Fail(NetworkFault fault)
    {
        if (fault.IsBlackHole) _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _fault = fault;
        if (fault.Resets) Reset();
    }

    /// <summary>Ends a fault. What a black hole has swallowed is delivered, as after a retransmission.</summary>
    public void Recover()
    {
        var closed = _open;
        (_fault, _open) = (NetworkFault.None, CreateOpen());
        closed.TrySetResult();
    }

    public void Dispose()
    {
        _disposed.Cancel();
        _listener.Dispose();
        Cut();
        _disposed.Dispose();
    }

    private static TaskCompletionSource CreateOpen()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }

    /// <summary>Closes all connections with a TCP reset.</summary>
    private void Reset()
    {
        foreach (var connection in _connections.Keys) Reset(connection);
        Cut();
    }

    private static void Reset(TcpClient connection)
    {
        try
        {
            connection.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It was closed in the meantime.
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ForwardAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The proxy is disposed.
        }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using var _ = client;
        _connections[client] = _connections[server] = true;
        try
        {
            if (_fault.Resets)
            {
                Reset(client);
                return;
            }

            await server.ConnectAsync(IPAddress.Loopback, _target, _disposed.Token);
            (client.NoDelay, server.NoDelay) = (true, true);
            var (up, down) = (client.GetStream(), server.GetStream());
            await Task.WhenAny(PumpAsync(up, down), PumpAsync(down, up));
        }
        catch (Exception error) when (IsEnd(error))
        {
            // One side closed the connection.
        }
        finally
        {
            _connections.TryRemove(client, out var _);
            _connections.TryRemove(server, out var _);
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to)
    {
        try
        {
            var buffer = new byte[ChunkLength];
            while (await from.ReadAsync(buffer, _disposed.Token) is > 0 and var read)
            {
                await _open.Task.WaitAsync(_disposed.Token);
                if (_fault.Latency > TimeSpan.Zero) await Task.Delay(_fault.Latency, _disposed.Token);
                for (var sent = 0; sent < read;)
                {
                    var piece = read - sent;
                    if (_fault.BytesPerSecond is { } rate)
                    {
                        piece = Math.Min(piece, Math.Max(1, (int)(rate * DripInterval.TotalSeconds)));
                        await Task.Delay(DripInterval, _disposed.Token);
                    }

                    await to.WriteAsync(buffer.AsMemory(sent, piece), _disposed.Token);
                    sent += piece;
                    Interlocked.Add(ref _delivered, piece);
                }
            }
        }
        catch (Exception error) when (IsEnd(error))
        {
            // One side closed the connection.
        }
    }

    private static bool IsEnd(Exception error) =>
        error is SocketException or IOException or ObjectDisposedException or OperationCanceledException;
}

/// <summary>How a network misbehaves.</summary>
/// <param name="Latency">Delay of each piece of data in each direction.</param>
/// <param name="BytesPerSecond">Rate per connection and direction; null if unlimited.</param>
/// <param name="IsBlackHole">Whether connections are accepted and nothing is delivered.</param>
/// <param name="Resets">Whether all connections, new ones included, are reset.</param>
internal sealed record NetworkFault(
    TimeSpan Latency = default, int? BytesPerSecond = null, bool IsBlackHole = false, bool Resets = false)
{
    public static NetworkFault None { get; } = new();
}
