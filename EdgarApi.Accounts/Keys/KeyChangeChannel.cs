using EdgarApi.Caching;
using EdgarApi.Caching.Redis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EdgarApi.Accounts.Keys;

/// <summary>
/// Redis pub/sub notifications with the comma-separated ids of changed keys and sessions. Lost messages do no harm: processes also poll.
/// </summary>
internal sealed partial class KeyChangeChannel(RedisGateway redis, IOptions<CacheOptions> options, ILogger<KeyChangeChannel> logger)
{
    private const int IdsPerMessage = 1_000;

    private RedisChannel Channel => RedisChannel.Literal($"e:{options.Value.Namespace}:keys");

    /// <summary>Notifies all processes.</summary>
    public async Task PublishAsync(IEnumerable<string> ids)
    {
        foreach (var part in ids.Chunk(IdsPerMessage))
        {
            if (await redis.PublishAsync(Channel, string.Join(',', part)).ConfigureAwait(false) is not { } error) continue;
            LogNotPublished(error.Message);
            return;
        }
    }

    /// <summary>Calls <paramref name="changed"/> with each id that any process publishes.</summary>
    public async Task SubscribeAsync(Action<string> changed) =>
        await redis.SubscribeAsync(Channel, message =>
        {
            foreach (var id in message.Split(',', StringSplitOptions.RemoveEmptyEntries)) changed(id);
        }).ConfigureAwait(false);

    [LoggerMessage(
        LogLevel.Warning,
        "The change is saved, but the notification through Redis failed. Processes find the change by polling within a second. {Reason}")]
    private partial void LogNotPublished(string reason);
}
