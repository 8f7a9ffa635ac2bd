using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EdgarApi.Caching.Redis;

/// <summary>
/// A bounded pool of connections to Redis. One connection carries many commands at once, but they queue behind one socket: a command takes the connection
/// with the fewest under way, and another is opened only when all open ones are busy.
/// </summary>
public sealed class RedisPool : IAsyncDisposable
{
    /// <summary>Connections at most.</summary>
    public const int MaxConnections = 10;

    /// <summary>Commands under way on a connection from which on it counts as busy.</summary>
    private const int Busy = 16;

    private readonly ConfigurationOptions _settings;
    private readonly List<IConnectionMultiplexer> _open;
    private readonly Lock _gate = new();
    private Task _opening = Task.CompletedTask;

    /// <summary>Opens the first connection, or begins to: Redis comes and goes, and the programs serve without it meanwhile.</summary>
    /// <param name="connectionString">As StackExchange.Redis reads it.</param>
    /// <exception cref="OptionsValidationException">It is none.</exception>
    public RedisPool(string connectionString)
    {
        _settings = Parse(connectionString);
        _settings.AbortOnConnectFail = false;
        // Without a connection a command fails at once: everything here goes on without Redis, and nothing waits for it to come back.
        _settings.BacklogPolicy = BacklogPolicy.FailFast;
        _open = [ConnectionMultiplexer.Connect(_settings)];
    }

    /// <summary>The first connection: publish and subscribe, which need one that stays the same.</summary>
    public IConnectionMultiplexer First => _open[0];

    /// <summary>Connections that are open.</summary>
    public int Count
    {
        get { lock (_gate) return _open.Count; }
    }

    /// <summary>The connection for the next command.</summary>
    public IConnectionMultiplexer Next()
    {
        lock (_gate)
        {
            var least = _open.MinBy(connection => connection.GetCounters().TotalOutstanding)!;
            // The command at hand does not wait for the new connection: those after it have it.
            if (_open.Count < MaxConnections && _opening.IsCompleted && least.IsConnected && least.GetCounters().TotalOutstanding >= Busy) _opening = OpenAsync();
            return least;
        }
    }

    private static ConfigurationOptions Parse(string connectionString)
    {
        try
        {
            return ConfigurationOptions.Parse(connectionString);
        }
        catch (ArgumentException error)
        {
            throw new OptionsValidationException("redis", typeof(RedisPool), [$"ConnectionStrings:redis is no address of Redis as localhost:6379,password=…: {error.Message}"]);
        }
    }

    private async Task OpenAsync()
    {
        var opened = await ConnectionMultiplexer.ConnectAsync(_settings).ConfigureAwait(false);
        lock (_gate) _open.Add(opened);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _opening.ConfigureAwait(false);
        foreach (var connection in _open) await connection.DisposeAsync().ConfigureAwait(false);
    }
}
