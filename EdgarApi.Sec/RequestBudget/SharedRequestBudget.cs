using EdgarApi.Sec.Live;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EdgarApi.Sec.RequestBudget;

/// <summary>
/// The budget of all processes in Redis. While Redis is unavailable, each process uses a fraction of it.
/// </summary>
public sealed partial class SharedRequestBudget : ISecRequestBudget
{
    internal static readonly RedisKey TurnsKey = "edgar:{sec}:turns";
    internal static readonly RedisKey PauseKey = "edgar:{sec}:paused-until";
    internal static readonly string TurnScript = LoadScript("RequestTurn.lua");
    internal static readonly string PauseScript = LoadScript("RequestPause.lua");

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly IConnectionMultiplexer? _redis;
    private readonly SecOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<SharedRequestBudget> _logger;
    private readonly LocalRequestBudget _local;
    private int _isRedisUnavailable;

    /// <summary>Creates the budget.</summary>
    /// <param name="redis">Redis; null for a single process without Redis.</param>
    /// <param name="options">The limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Logs when Redis becomes unavailable and available.</param>
    public SharedRequestBudget(
        IConnectionMultiplexer? redis, IOptions<SecOptions> options, TimeProvider time, ILogger<SharedRequestBudget> logger)
    {
        (_redis, _options, _time, _logger) = (redis, options.Value, time, logger);
        var share = Math.Max(1, (int)(_options.RequestsPerSecond * _options.FallbackFraction));
        _local = new LocalRequestBudget(share, Window, time);
    }

    /// <inheritdoc />
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        var wait = await ReserveAsync().ConfigureAwait(false);
        if (wait > _options.MaxWait) throw new SecUnavailableException("the SEC's rate limit is exhausted or requests are paused", wait);
        if (wait > TimeSpan.Zero) await Task.Delay(wait, _time, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask PauseAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        LogPause(_logger, time);
        _local.Pause(time);
        if (_redis is not { IsConnected: true }) return;
        try
        {
            await _redis.GetDatabase().ScriptEvaluateAsync(PauseScript, [PauseKey], [ToMicroseconds(time)]).ConfigureAwait(false);
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            MarkRedisUnavailable(error);
        }
    }

    private async ValueTask<TimeSpan> ReserveAsync()
    {
        if (_redis is { IsConnected: true })
        {
            try
            {
                var turn = (long[])(await _redis.GetDatabase().ScriptEvaluateAsync(
                    TurnScript, [TurnsKey, PauseKey],
                    [_options.RequestsPerSecond, ToMicroseconds(Window), ToMicroseconds(_options.MaxWait)])
                    .ConfigureAwait(false))!;
                if (Interlocked.Exchange(ref _isRedisUnavailable, 0) == 1) LogAvailable(_logger);
                return TimeSpan.FromMicroseconds(Math.Abs(turn[0]));
            }
            catch (Exception error) when (error is RedisException or TimeoutException)
            {
                MarkRedisUnavailable(error);
            }
        }
        else if (_redis is not null)
        {
            MarkRedisUnavailable(null);
        }

        return _local.Reserve(_options.MaxWait);
    }

    private void MarkRedisUnavailable(Exception? error)
    {
        if (Interlocked.Exchange(ref _isRedisUnavailable, 1) == 1) return;
        // The local count lacks requests of the last second that were counted in Redis, so wait for one window.
        _local.Pause(Window);
        LogUnavailable(_logger, error);
    }

    private static long ToMicroseconds(TimeSpan time) => (long)time.TotalMicroseconds;

    private static string LoadScript(string name)
    {
        using var stream = typeof(SharedRequestBudget).Assembly.GetManifestResourceStream($"EdgarApi.Sec.RequestBudget.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis is unavailable: this process uses a fraction of the SEC's rate limit")]
    private static partial void LogUnavailable(ILogger logger, Exception? error);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis is available again: the SEC's rate limit is shared")]
    private static partial void LogAvailable(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The SEC rejected a request: pausing all requests to it for {Time}")]
    private static partial void LogPause(ILogger logger, TimeSpan time);
}
