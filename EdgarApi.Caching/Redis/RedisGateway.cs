using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EdgarApi.Caching.Redis;

/// <summary>
/// Runs commands on Redis for callers that work without it: they get a default while Redis is unavailable and need no error handling.
/// Redis is unavailable if it is not configured, not connected, returns an error, or does not respond. A command that exceeds
/// <see cref="CacheOptions.RedisTimeout"/> fails alone. Only if Redis does not respond to a ping either, further commands fail immediately
/// until it does. Each outage is logged once.
/// </summary>
/// <param name="pool">The connections; null without Redis.</param>
/// <param name="options">The timeout.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Logs the beginning and the end of an outage.</param>
public sealed partial class RedisGateway(
    RedisPool? pool, IOptions<CacheOptions> options, TimeProvider time, ILogger<RedisGateway> logger)
{
    /// <summary>Time between pings while Redis does not respond.</summary>
    private static readonly TimeSpan PingInterval = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private int _isUnavailable;
    private volatile bool _isUnresponsive;

    /// <summary>Whether the program uses Redis.</summary>
    public bool IsConfigured => pool is not null;

    /// <summary>The latest check whether a timeout was an outage; it lasts as long as the outage.</summary>
    internal Task Verification { get; private set; } = Task.CompletedTask;

    /// <summary>Runs a command; returns its result, or a default value if Redis is unavailable.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> is canceled.</exception>
    public async ValueTask<T?> RunAsync<T>(Func<IDatabase, Task<T>> command, CancellationToken cancellationToken = default)
    {
        if (FindDatabase() is not { } database) return default;
        var (result, _) = await ExecuteAsync(() => command(database), options.Value.RedisTimeout, cancellationToken).ConfigureAwait(false);
        return result;
    }

    /// <summary>Runs a command without a result; returns whether it succeeded.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> is canceled.</exception>
    public ValueTask<bool> TryRunAsync(Func<IDatabase, Task> command, CancellationToken cancellationToken = default) =>
        RunAsync(database => ToSuccessAsync(command(database)), cancellationToken);

    /// <summary>
    /// Sends a command without waiting for its reply. An unresponsive Redis receives it too, and executes it when it continues.
    /// </summary>
    /// <param name="command">Passes its argument to the command.</param>
    public void Send(Action<IDatabase, CommandFlags> command)
    {
        if (pool?.Next() is { IsConnected: true } connection) command(connection.GetDatabase(), CommandFlags.FireAndForget);
    }

    /// <summary>Runs a command; returns the error if Redis is unavailable.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> is canceled.</exception>
    internal async ValueTask<(T? Result, Exception? Error)> RunWithErrorAsync<T>(
        Func<IDatabase, Task<T>> command, CancellationToken cancellationToken) => FindDatabase() is { } database
        ? await ExecuteAsync(() => command(database), options.Value.RedisTimeout, cancellationToken).ConfigureAwait(false)
        : (default, CreateUnavailable());

    /// <summary>Runs a command for a caller that handles errors itself.</summary>
    /// <exception cref="TimeoutException">Redis does not respond in time.</exception>
    /// <exception cref="RedisException">Redis is not connected or returns an error.</exception>
    internal async ValueTask<T> RunOrThrowAsync<T>(Func<IDatabase, Task<T>> command, CancellationToken cancellationToken)
    {
        var (result, error) = await RunWithErrorAsync(command, cancellationToken).ConfigureAwait(false);
        return error is null ? result! : throw error;
    }

    /// <summary>Publishes a message; returns the error if Redis is unavailable. Does nothing without Redis.</summary>
    public async ValueTask<Exception?> PublishAsync(RedisChannel channel, RedisValue message)
    {
        if (pool is null) return null;
        if (_isUnresponsive) return CreateUnavailable();
        var (_, error) = await ExecuteAsync(
            () => pool.First.GetSubscriber().PublishAsync(channel, message), options.Value.RedisTimeout, default).ConfigureAwait(false);
        return error;
    }

    /// <summary>
    /// Subscribes to a channel. While Redis is unavailable, messages are lost; the connection subscribes by itself once it is established.
    /// </summary>
    public async ValueTask SubscribeAsync(RedisChannel channel, Action<string> onMessage)
    {
        if (pool is null) return;
        await ExecuteAsync(
            () => ToSuccessAsync(pool.First.GetSubscriber().SubscribeAsync(channel, (_, message) => onMessage(message.ToString()))),
            options.Value.RedisTimeout, default).ConfigureAwait(false);
    }

    /// <summary>Measures the response time; returns the error if Redis does not respond.</summary>
    /// <exception cref="InvalidOperationException">Redis is not configured.</exception>
    internal ValueTask<(TimeSpan Time, Exception? Error)> PingAsync(TimeSpan timeout, CancellationToken cancellationToken) => pool is null
        ? throw new InvalidOperationException("Redis is not configured.")
        : ExecuteAsync(() => pool.First.GetDatabase().PingAsync(), timeout, cancellationToken);

    /// <summary>Reads <c>INFO</c> from every connected server that is not a replica; empty while Redis is unavailable.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> is canceled.</exception>
    internal async ValueTask<IReadOnlyList<string>> ReadInfoAsync(CancellationToken cancellationToken)
    {
        if (pool is not { First.IsConnected: true }) return [];
        var (servers, _) = await ExecuteAsync(
            () => Task.WhenAll(pool.First.GetServers().Where(server => server.IsConnected && !server.IsReplica)
                .Select(server => server.InfoRawAsync())),
            options.Value.RedisTimeout, cancellationToken).ConfigureAwait(false);
        return servers?.OfType<string>().ToList() ?? [];
    }

    /// <summary>Finds a connection; null while Redis is unavailable.</summary>
    internal IDatabase? FindDatabase()
    {
        if (pool is null || _isUnresponsive) return null;
        if (pool.Next() is { IsConnected: true } connection) return connection.GetDatabase();
        MarkUnavailable("no connection");
        return null;
    }

    private async ValueTask<(T? Result, Exception? Error)> ExecuteAsync<T>(
        Func<Task<T>> command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            var result = await command().WaitAsync(timeout, time, cancellationToken).ConfigureAwait(false);
            MarkAvailable();
            return (result, null);
        }
        catch (TimeoutException error)
        {
            VerifyOutage();
            return (default, error);
        }
        catch (RedisException error)
        {
            MarkUnavailable(error.Message);
            return (default, error);
        }
    }

    /// <summary>A timeout is no outage if Redis responds: it or this process is busy, or the command is slow.</summary>
    private void VerifyOutage()
    {
        lock (_gate)
        {
            if (Verification.IsCompleted) Verification = Task.Run(PingUntilResponseAsync);
        }
    }

    private async Task PingUntilResponseAsync()
    {
        Exception? error;
        while (true)
        {
            var started = time.GetTimestamp();
            error = await TryPingAsync().ConfigureAwait(false);
            if (error is not TimeoutException) break;
            // A timer that fires late means that this process is too busy to tell.
            if (time.GetElapsedTime(started) < 2 * options.Value.RedisTimeout)
            {
                _isUnresponsive = true;
                MarkUnavailable($"no response within {options.Value.RedisTimeout.TotalSeconds:0.###} s");
            }

            await Task.Delay(PingInterval, time).ConfigureAwait(false);
        }

        _isUnresponsive = false;
        if (error is null) MarkAvailable();
    }

    /// <summary>Pings once; returns the error. A lost connection is not a timeout: the pool knows of it.</summary>
    private async Task<Exception?> TryPingAsync()
    {
        try
        {
            await pool!.First.GetDatabase().PingAsync().WaitAsync(options.Value.RedisTimeout, time).ConfigureAwait(false);
            return null;
        }
        catch (Exception error) when (error is RedisException or TimeoutException or ObjectDisposedException)
        {
            return error;
        }
    }

    private static TimeoutException CreateUnavailable() => new("Redis is unavailable.");

    private void MarkAvailable()
    {
        if (Volatile.Read(ref _isUnavailable) == 1 && Interlocked.Exchange(ref _isUnavailable, 0) == 1) LogAvailable();
    }

    private void MarkUnavailable(string reason)
    {
        if (Interlocked.Exchange(ref _isUnavailable, 1) == 0) LogUnavailable(reason);
    }

    private static async Task<bool> ToSuccessAsync(Task task)
    {
        await task.ConfigureAwait(false);
        return true;
    }

    [LoggerMessage(
        LogLevel.Warning, "Redis is unavailable: caches use memory and Postgres, and each process counts requests on its own: {Reason}")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(LogLevel.Information, "Redis is available again: processes share caches and request counts")]
    private partial void LogAvailable();
}
