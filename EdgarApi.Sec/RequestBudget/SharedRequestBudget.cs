using EdgarApi.Sec.Live;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EdgarApi.Sec.RequestBudget;

/// <summary>
/// The budget in Redis, one for all processes; while Redis is away each process takes a fraction of it for itself.
/// </summary>
public sealed partial class SharedRequestBudget : ISecRequestBudget
{
    internal static readonly RedisKey TurnsKey = "edgar:{sec}:turns";
    internal static readonly RedisKey PauseKey = "edgar:{sec}:paused-until";
    internal static readonly string TurnScript = Script("RequestTurn.lua");
    internal static readonly string PauseScript = Script("RequestPause.lua");

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly IConnectionMultiplexer? _redis;
    private readonly SecOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<SharedRequestBudget> _logger;
    private readonly LocalRequestBudget _local;
    private int _redisAway;

    /// <summary>Creates the budget.</summary>
    /// <param name="redis">Redis; null when the program has none, as a single process.</param>
    /// <param name="options">The limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Hears when Redis goes away and comes back.</param>
    public SharedRequestBudget(IConnectionMultiplexer? redis, IOptions<SecOptions> options, TimeProvider time, ILogger<SharedRequestBudget> logger)
    {
        (_redis, _options, _time, _logger) = (redis, options.Value, time, logger);
        var share = Math.Max(1, (int)(_options.RequestsPerSecond * _options.FallbackFraction));
        _local = new LocalRequestBudget(share, Window, time);
    }

    /// <inheritdoc />
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        var wait = await ReserveAsync().ConfigureAwait(false);
        if (wait > _options.MaxWait) throw new SecUnavailableException("the SEC's requests a second are used up or paused", wait);
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
            await _redis.GetDatabase().ScriptEvaluateAsync(PauseScript, [PauseKey], [Microseconds(time)]).ConfigureAwait(false);
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            RedisIsAway(error);
        }
    }

    private async ValueTask<TimeSpan> ReserveAsync()
    {
        if (_redis is { IsConnected: true })
        {
            try
            {
                var turn = (long[])(await _redis.GetDatabase().ScriptEvaluateAsync(
                    TurnScript, [TurnsKey, PauseKey], [_options.RequestsPerSecond, Microseconds(Window), Microseconds(_options.MaxWait)])
                    .ConfigureAwait(false))!;
                if (Interlocked.Exchange(ref _redisAway, 0) == 1) LogBack(_logger);
                return TimeSpan.FromMicroseconds(Math.Abs(turn[0]));
            }
            catch (Exception error) when (error is RedisException or TimeoutException)
            {
                RedisIsAway(error);
            }
        }
        else if (_redis is not null)
        {
            RedisIsAway(null);
        }

        return _local.Reserve(_options.MaxWait);
    }

    private void RedisIsAway(Exception? error)
    {
        if (Interlocked.Exchange(ref _redisAway, 1) == 1) return;
        // What went through Redis in the last second is not in the local count: let it pass first.
        _local.Pause(Window);
        LogAway(_logger, error);
    }

    private static long Microseconds(TimeSpan time) => (long)time.TotalMicroseconds;

    private static string Script(string name)
    {
        using var stream = typeof(SharedRequestBudget).Assembly.GetManifestResourceStream($"EdgarApi.Sec.RequestBudget.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis is away: this process asks the SEC at a fraction of the shared rate")]
    private static partial void LogAway(ILogger logger, Exception? error);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis is back: the SEC's rate is shared again")]
    private static partial void LogBack(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The SEC refused a request: nobody asks it for {Time}")]
    private static partial void LogPause(ILogger logger, TimeSpan time);
}
