using StackExchange.Redis;

namespace EdgarApi.Tests.Servers;

/// <summary>A real Redis Cluster: three masters, each with a third of the slots.</summary>
public sealed class RedisCluster : IAsyncLifetime
{
    private const int Slots = 16384;

    private readonly string _folder = TestFolder.Create("redis-cluster").FullName;
    private readonly RedisServer[] _nodes;

    public RedisCluster() => _nodes = [.. Enumerable.Range(0, 3).Select(i => new RedisServer(
        Directory.CreateDirectory(Path.Combine(_folder, $"{i}")).FullName,
        "--cluster-enabled", "yes", "--cluster-port", $"{FreePort.Next()}", "--cluster-node-timeout", "30000"))];

    /// <summary>The address of one node. Clients discover the others from it.</summary>
    public string ConnectionString => _nodes[0].ConnectionString;

    public async ValueTask InitializeAsync()
    {
        await Task.WhenAll(_nodes.Select(node => node.StartAsync()));
        var clients = await Task.WhenAll(
            _nodes.Select(node => ConnectionMultiplexer.ConnectAsync($"{node.ConnectionString},allowAdmin=true")));
        IServer[] servers = [.. clients.Select((client, i) => client.GetServer(_nodes[i].ConnectionString))];
        for (var i = 0; i < servers.Length; i++)
        {
            await servers[i].ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", Slots * i / 3, (Slots * (i + 1) / 3) - 1);
            var bus = (await servers[i].ConfigGetAsync("cluster-port")).Single().Value;
            await servers[0].ExecuteAsync("CLUSTER", "MEET", "127.0.0.1", _nodes[i].Port, bus);
        }

        foreach (var server in servers)
            await Waiting.UntilAsync(() => IsWholeAsync(server));
        foreach (var client in clients) await client.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<bool> IsWholeAsync(IServer server)
    {
        var info = (string)(await server.ExecuteAsync("CLUSTER", "INFO"))!;
        return info.Contains("cluster_state:ok", StringComparison.Ordinal)
            && info.Contains("cluster_known_nodes:3", StringComparison.Ordinal);
    }
}
