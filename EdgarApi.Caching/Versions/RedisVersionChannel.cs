using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Publication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EdgarApi.Caching.Versions;

/// <summary>Announces data versions through Redis pub/sub. Without Redis the directories find new versions by polling.</summary>
internal sealed partial class RedisVersionChannel(
    IServiceProvider services, IOptions<CacheOptions> options, ILogger<RedisVersionChannel> logger) : IVersionChannel
{
    public async Task AnnounceAsync(IReadOnlyList<(Cik Cik, long Version)> versions)
    {
        if (services.GetService<IConnectionMultiplexer>() is not { } redis) return;
        try
        {
            await redis.GetSubscriber().PublishAsync(
                VersionMessage.GetChannel(options.Value), VersionMessage.Format(versions)).ConfigureAwait(false);
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            LogNotPublished(versions.Count, error.Message);
        }
    }

    public async Task ListenAsync(Action<IReadOnlyList<(Cik Cik, long Version)>> onAnnounced)
    {
        if (services.GetService<IConnectionMultiplexer>() is not { } redis) return;
        try
        {
            await redis.GetSubscriber()
                .SubscribeAsync(
                    VersionMessage.GetChannel(options.Value), (_, message) => onAnnounced([.. VersionMessage.Parse(message.ToString())]))
                .ConfigureAwait(false);
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            // The multiplexer subscribes by itself once it connects.
            LogNotSubscribed(error.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Cannot announce {Versions} versions through Redis; directories find them by polling: {Reason}")]
    private partial void LogNotPublished(int versions, string reason);

    [LoggerMessage(
        LogLevel.Warning, "Cannot subscribe to new versions; directories find them by polling until Redis is available: {Reason}")]
    private partial void LogNotSubscribed(string reason);
}
