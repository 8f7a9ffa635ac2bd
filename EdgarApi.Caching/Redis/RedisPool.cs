using System.Diagnostics;
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
    private readonly RedisTracing? _tracing;
    private readonly List<IConnectionMultiplexer> _open;
    private readonly Lock _gate = new();
    private Task _opening = Task.CompletedTask;

    /// <summary>Begins with one connection. The pool disposes all its connections.</summary>
    /// <param name="first">The first connection.</param>
    /// <param name="settings">For further connections.</param>
    /// <param name="tracing">Records the commands of all connections; null where the program has no traces.</param>
    public RedisPool(IConnectionMultiplexer first, IOptions<ConfigurationOptions> settings, RedisTracing? tracing = null)
    {
        (_settings, _tracing, _open) = (settings.Value, tracing, [first]);
        tracing?.Add(first);
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

    /// <summary>A connection outside the pool, for those who dispose the one that they are given.</summary>
    public async Task<IConnectionMultiplexer> ConnectAsync()
    {
        // A connection's timers would go on in the trace of the command that it is opened for.
        Activity.Current = null;
        var connection = await ConnectionMultiplexer.ConnectAsync(_settings).ConfigureAwait(false);
        _tracing?.Add(connection);
        return connection;
    }

    private async Task OpenAsync()
    {
        var opened = await ConnectAsync().ConfigureAwait(false);
        lock (_gate) _open.Add(opened);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _opening.ConfigureAwait(false);
        foreach (var connection in _open) await connection.DisposeAsync().ConfigureAwait(false);
    }
}
