using EdgarApi.Tests.Servers;

[assembly: AssemblyFixture(typeof(SharedServers))]

namespace EdgarApi.Tests.Servers;

/// <summary>
/// One cluster and one Redis, shared by all tests that do not break them. They start on first use. Take it as a constructor
/// parameter and give each test its own database (<see cref="PostgresCluster.CreateDatabaseAsync"/>) and key prefix.
/// A test that stops, kills or freezes a server starts its own.
/// </summary>
public sealed class SharedServers : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresCluster>> _postgres = new(() => PostgresCluster.StartAsync(isShared: true));
    private readonly Lazy<Task<RedisServer>> _redis = new(StartRedisAsync);

    public Task<PostgresCluster> PostgresAsync() => _postgres.Value;

    public Task<RedisServer> RedisAsync() => _redis.Value;

    public async ValueTask DisposeAsync()
    {
        if (_postgres is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await _postgres.Value).DisposeAsync();
        if (_redis is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await _redis.Value).DisposeAsync();
    }

    private static async Task<RedisServer> StartRedisAsync()
    {
        var redis = new RedisServer();
        await redis.StartAsync();
        return redis;
    }
}
