using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EdgarApi.AppHost.Settings;

namespace EdgarApi.AppHost.Stores;

/// <summary>
/// The addresses of the Postgres servers that run as local programs. They are chosen before any server starts, because each server knows
/// all of them: any may be the primary after a promotion.
/// </summary>
internal sealed class NodePeers
{
    private const string Host = "127.0.0.1";
    private const int FirstPort = 10_240;
    private const int EndPort = 32_000;

    private NodePeers(IReadOnlyDictionary<string, int> ports) => Ports = ports;

    /// <summary>The port of each server, by its name.</summary>
    public IReadOnlyDictionary<string, int> Ports { get; }

    /// <summary>The addresses for the scripts, separated by spaces.</summary>
    public string Words => string.Join(' ', Addresses);

    /// <summary>The addresses for the driver, separated by commas.</summary>
    public string Hosts => string.Join(',', Addresses);

    private IEnumerable<string> Addresses => Ports.Values.Select(port => string.Create(CultureInfo.InvariantCulture, $"{Host}:{port}"));

    /// <summary>Takes free ports, and for the primary the configured one.</summary>
    public static NodePeers Choose(LocalSettings settings)
    {
        var listeners = new List<TcpListener>();
        var ports = new Dictionary<string, int> { [DatabaseNodes.PrimaryServer] = settings.PrimaryPort ?? Take() };
        foreach (var (server, _) in DatabaseNodes.Replicas) ports.Add(server, Take());
        // Held until all are chosen, so that they differ.
        foreach (var listener in listeners) listener.Dispose();
        return new NodePeers(ports);

        int Take()
        {
            while (true)
            {
                // Not one that the system gives to outgoing connections, which could take it before the server starts.
                var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(FirstPort, EndPort));
                try
                {
                    listener.Start();
                }
                catch (SocketException)
                {
                    continue; // in use
                }

                listeners.Add(listener);
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
        }
    }
}
