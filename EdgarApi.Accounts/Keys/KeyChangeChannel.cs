using EdgarApi.Caching;
using EdgarApi.Caching.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EdgarApi.Accounts.Keys;

/// <summary>
/// Redis pub/sub notifications with the comma-separated ids of changed keys and sessions. Lost messages do no harm: processes also poll.
/// </summary>
internal sealed partial class KeyChangeChannel(IServiceProvider services, IOptions<CacheOptions> options, ILogger<KeyChangeChannel> logger)
{
    private const int IdsPerMessage = 1_000;

    private readonly RedisPool? _redis = services.GetService<RedisPool>();

    private RedisChannel Channel => RedisChannel.Literal($"e:{options.Value.Namespace}:keys");

    /// <summary>Notifies all processes.</summary>
    public async Task PublishAsync(IEnumerable<string> ids)
    {
        if (_redis is null) return;
        try
        {
            foreach (var part in ids.Chunk(IdsPerMessage))
                await _redis.First.GetSubscriber().PublishAsync(Channel, string.Join(',', part)).ConfigureAwait(false);
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            LogNotPublished(error.Message);
        }
    }

    /// <summary>Calls <paramref name="changed"/> with each id that any process publishes.</summary>
    public async Task SubscribeAsync(Action<string> changed)
    {
        if (_redis is null) return;
        try
        {
            await _redis.First.GetSubscriber().SubscribeAsync(Channel, (_, message) =>
            {
                foreach (var id in message.ToString().Split(',', StringSplitOptions.RemoveEmptyEntries)) changed(id);
            }).ConfigureAwait(false);
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            // The multiplexer subscribes by itself once it connects; until then polling finds the changes.
            LogNotSubscribed(error.Message);
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The change is saved, but the notification through Redis failed. Processes find the change by polling within a second. {Reason}")]
    private partial void LogNotPublished(string reason);

    [LoggerMessage(LogLevel.Warning, "Cannot subscribe to key changes; polling instead: {Reason}")]
    private partial void LogNotSubscribed(string reason);
}
