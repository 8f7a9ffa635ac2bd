using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Publication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EdgarApi.Caching.Versions;

/// <summary>Data versions over Redis pub/sub. Without Redis nothing is announced or heard, and the directories' poll finds the versions.</summary>
internal sealed partial class RedisVersionChannel(IServiceProvider services, IOptions<CacheOptions> options, ILogger<RedisVersionChannel> logger) : IVersionChannel
{
    public async Task AnnounceAsync(IReadOnlyList<(Cik Cik, long Version)> versions)
    {
        if (services.GetService<IConnectionMultiplexer>() is not { } redis) return;
        try
        {
            await redis.GetSubscriber().PublishAsync(VersionMessage.GetChannel(options.Value), VersionMessage.Format(versions)).ConfigureAwait(false);
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            LogNotPublished(versions.Count, error.Message);
        }
    }

    public async Task ListenAsync(Action<IReadOnlyList<(Cik Cik, long Version)>> heard)
    {
        if (services.GetService<IConnectionMultiplexer>() is not { } redis) return;
        try
        {
            await redis.GetSubscriber()
                .SubscribeAsync(VersionMessage.GetChannel(options.Value), (_, message) => heard([.. VersionMessage.Parse(message.ToString())]))
                .ConfigureAwait(false);
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            // The multiplexer subscribes by itself once it connects.
            LogNotSubscribed(error.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Versions} versions were not announced on Redis; directories find them by polling: {Reason}")]
    private partial void LogNotPublished(int versions, string reason);

    [LoggerMessage(LogLevel.Warning, "No subscription to new versions until Redis is back; directories find them by polling: {Reason}")]
    private partial void LogNotSubscribed(string reason);
}
