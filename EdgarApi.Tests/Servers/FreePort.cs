using System.Net;
using System.Net.NetworkInformation;

namespace EdgarApi.Tests.Servers;

/// <summary>Loopback ports for servers, below the ephemeral port range.</summary>
internal static class FreePort
{
    private const int First = 10_240;
    private const int End = 32_000;

    private static readonly Lock Gate = new();
    private static readonly HashSet<int> Given = [];

    public static int Next()
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port).ToHashSet();
        lock (Gate)
        {
            // Random order, so that two processes that search at the same time rarely collide.
            for (; ; )
            {
                var port = Random.Shared.Next(First, End);
                if (!taken.Contains(port) && IsBindable(port) && Given.Add(port))
                    return port;
            }
        }
    }

    private static bool IsBindable(int port)
    {
        try
        {
            using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
