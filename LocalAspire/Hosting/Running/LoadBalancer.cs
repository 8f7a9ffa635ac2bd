using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;

namespace LocalAspire.Running;

/// <summary>
/// One address for several replicas: each new connection goes to the next healthy one. It passes bytes and reads none, as
/// Aspire's own proxy does, so it costs a request no parsing and nothing of the protocol is lost.
/// </summary>
internal sealed class LoadBalancer : IAsyncDisposable
{
    private const int BufferSize = 64 * 1024;

    private readonly Socket _listener;
    private readonly IReadOnlyList<Replica> _replicas;
    private readonly Task _accepting;
    private int _turn;

    private LoadBalancer(Socket listener, IReadOnlyList<Replica> replicas)
    {
        (_listener, _replicas) = (listener, replicas);
        _accepting = AcceptAsync();
    }

    public static LoadBalancer Start(int port, IReadOnlyList<Replica> replicas)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
            listener.Listen(4096);
            return new LoadBalancer(listener, replicas);
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            listener.Dispose();
            throw new DistributedApplicationException(string.Create(CultureInfo.InvariantCulture, $"port {port} is not free: {exception.Message}"));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptAsync().ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Disposed: there is nothing more to accept.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var _ = client;
        using var server = await ConnectAsync().ConfigureAwait(false);
        if (server is null)
            return;

        client.NoDelay = true;
        await Task.WhenAll(PumpAsync(client, server), PumpAsync(server, client)).ConfigureAwait(false);
    }

    private async Task<Socket?> ConnectAsync()
    {
        var first = Interlocked.Increment(ref _turn) & int.MaxValue;
        var inTurn = Enumerable.Range(first, _replicas.Count).Select(turn => _replicas[turn % _replicas.Count]);
        foreach (var replica in inTurn.OrderByDescending(replica => replica.IsHealthy))
        {
            var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, replica.Port!.Value).ConfigureAwait(false);
                return server;
            }
            catch (SocketException)
            {
                server.Dispose(); // the next one, then
            }
        }
        return null;
    }

    private static async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer).ConfigureAwait(false)) > 0)
            {
                for (var sent = 0; sent < read;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent)).ConfigureAwait(false);
            }
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // One side broke off: so does the other, whose pump ends with the same.
            from.Close();
            to.Close();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
