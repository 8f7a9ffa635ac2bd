using System.Diagnostics;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EdgarApi.Caching.Redis;

/// <summary>
/// A bounded pool of connections to Redis. A connection multiplexes commands, but they queue for its socket. Each command uses the
/// connection with the fewest outstanding commands; a further connection is opened when all are busy.
/// </summary>
public sealed class RedisPool : IAsyncDisposable
{
    /// <summary>Maximum number of connections.</summary>
    public const int MaxConnections = 10;

    /// <summary>Number of outstanding commands from which on a connection counts as busy.</summary>
    private const int BusyThreshold = 16;

    private readonly ConfigurationOptions _settings;
    private readonly RedisTracing? _tracing;
    private readonly List<IConnectionMultiplexer> _open;
    private readonly Lock _gate = new();
    private Task _opening = Task.CompletedTask;

    /// <summary>Creates the pool with one connection. The pool owns and disposes all connections.</summary>
    /// <param name="first">The first connection.</param>
    /// <param name="settings">Settings of further connections.</param>
    /// <param name="tracing">Traces the commands of all connections; null if the program does not use tracing.</param>
    public RedisPool(IConnectionMultiplexer first, IOptions<ConfigurationOptions> settings, RedisTracing? tracing = null)
    {
        (_settings, _tracing, _open) = (settings.Value, tracing, [first]);
        tracing?.Add(first);
    }

    /// <summary>The first connection, for publish and subscribe, which need a stable one.</summary>
    public IConnectionMultiplexer First => _open[0];

    /// <summary>Number of open connections.</summary>
    public int Count
    {
        get { lock (_gate) return _open.Count; }
    }

    /// <summary>Returns the connection for the next command.</summary>
    public IConnectionMultiplexer Next()
    {
        lock (_gate)
        {
            var least = _open.MinBy(connection => connection.GetCounters().TotalOutstanding)!;
            // The current command does not wait for the new connection; later ones use it.
            if (_open.Count < MaxConnections && _opening.IsCompleted && least.IsConnected
                && least.GetCounters().TotalOutstanding >= BusyThreshold)
            {
                _opening = OpenAsync();
            }
            return least;
        }
    }

    /// <summary>Opens a connection outside the pool, for users that dispose it themselves.</summary>
    public async Task<IConnectionMultiplexer> ConnectAsync()
    {
        // Keeps the connection's timers out of the trace of the command that opened it.
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
