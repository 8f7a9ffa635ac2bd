using EdgarApi.Caching.Redis;
using EdgarApi.Sec;
using EdgarApi.Sec.Live;
using EdgarApi.Sec.RequestBudget;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EdgarApi.Caching.RequestBudget;

/// <summary>
/// The budget of all processes in Redis. While Redis is unavailable, each process uses a fraction of it.
/// </summary>
public sealed partial class SharedRequestBudget : ISecRequestBudget
{
    /// <summary>The name stays: processes of two releases share the budget while one replaces the other.</summary>
    internal static readonly RedisKey ReservationsKey = "edgar:{sec}:turns";

    internal static readonly RedisKey PauseKey = "edgar:{sec}:paused-until";
    internal static readonly string ReservationScript = LoadScript("RequestReservation.lua");
    internal static readonly string PauseScript = LoadScript("RequestPause.lua");

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly RedisGateway _redis;
    private readonly SecOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<SharedRequestBudget> _logger;
    private readonly LocalRequestBudget _local;
    private int _isLocal;

    /// <summary>Creates the budget.</summary>
    /// <param name="redis">Redis.</param>
    /// <param name="options">The limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Logs pauses.</param>
    public SharedRequestBudget(
        RedisGateway redis, IOptions<SecOptions> options, TimeProvider time, ILogger<SharedRequestBudget> logger)
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
        await _redis.TryRunAsync(
            database => database.ScriptEvaluateAsync(PauseScript, [PauseKey], [ToMicroseconds(time)]), CancellationToken.None)
            .ConfigureAwait(false);
    }

    private async ValueTask<TimeSpan> ReserveAsync()
    {
        var reservation = await _redis.RunAsync(database => database.ScriptEvaluateAsync(
            ReservationScript, [ReservationsKey, PauseKey],
            [_options.RequestsPerSecond, ToMicroseconds(Window), ToMicroseconds(_options.MaxWait)]))
            .ConfigureAwait(false);
        if (reservation is not null)
        {
            Volatile.Write(ref _isLocal, 0);
            return TimeSpan.FromMicroseconds(Math.Abs(((long[])reservation!)[0]));
        }

        // The local count lacks requests of the last second that were counted in Redis, so wait for one window.
        if (_redis.IsConfigured && Interlocked.Exchange(ref _isLocal, 1) == 0) _local.Pause(Window);
        return _local.Reserve(_options.MaxWait);
    }

    private static long ToMicroseconds(TimeSpan time) => (long)time.TotalMicroseconds;

    private static string LoadScript(string name)
    {
        using var stream = typeof(SharedRequestBudget).Assembly.GetManifestResourceStream($"EdgarApi.Caching.RequestBudget.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The SEC rejected a request: pausing all requests to it for {Time}")]
    private static partial void LogPause(ILogger logger, TimeSpan time);
}
