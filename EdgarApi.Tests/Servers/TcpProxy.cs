using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace EdgarApi.Tests.Servers;

/// <summary>A proxy before a local server that can cut its connections, as if the client's process were killed.</summary>
internal sealed class TcpProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _connections = [];
    private readonly int _target;

    public TcpProxy(int target)
    {
        _target = target;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Closes all connections on both sides without a farewell in their protocol.</summary>
    public void Cut()
    {
        while (_connections.TryTake(out var connection)) connection.Dispose();
    }

    public void Dispose()
    {
        _listener.Dispose();
        Cut();
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
        var server = new TcpClient();
        _connections.Add(client);
        _connections.Add(server);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target);
            var (up, down) = (client.GetStream(), server.GetStream());
            await Task.WhenAny(up.CopyToAsync(down), down.CopyToAsync(up));
        }
        catch (Exception error) when (error is SocketException or IOException or ObjectDisposedException)
        {
            // One side closed the connection.
        }
        finally
        {
            client.Dispose();
            server.Dispose();
        }
    }
}
