using EdgarApi.Caching;
using EdgarApi.Caching.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EdgarApi.Accounts.Keys;

/// <summary>News on Redis pub/sub of keys and sessions that changed: their ids, separated by commas. A lost message does no harm: processes poll too.</summary>
internal sealed partial class KeyChangeChannel(IServiceProvider services, IOptions<CacheOptions> options, ILogger<KeyChangeChannel> logger)
{
    private const int IdsPerMessage = 1_000;

    private readonly RedisPool? redis = services.GetService<RedisPool>();

    private RedisChannel Channel => RedisChannel.Literal($"e:{options.Value.Namespace}:keys");

    /// <summary>Tells all processes.</summary>
    public async Task PublishAsync(IEnumerable<string> ids)
    {
        if (redis is null) return;
        try
        {
            foreach (var part in ids.Chunk(IdsPerMessage))
                await redis.First.GetSubscriber().PublishAsync(Channel, string.Join(',', part)).ConfigureAwait(false);
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            LogNotPublished(error.Message);
        }
    }

    /// <summary>Hears what all processes are told.</summary>
    public async Task SubscribeAsync(Action<string> changed)
    {
        if (redis is null) return;
        try
        {
            await redis.First.GetSubscriber().SubscribeAsync(Channel, (_, message) =>
            {
                foreach (var id in message.ToString().Split(',', StringSplitOptions.RemoveEmptyEntries)) changed(id);
            }).ConfigureAwait(false);
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            // The multiplexer subscribes by itself once it connects; until then the poll serves.
            LogNotSubscribed(error.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The change is made, but Redis did not take the news of it: processes find it by their poll of the database, within a second. {Reason}")]
    private partial void LogNotPublished(string reason);

    [LoggerMessage(LogLevel.Warning, "No subscription to news of keys, polling instead: {Reason}")]
    private partial void LogNotSubscribed(string reason);
}
