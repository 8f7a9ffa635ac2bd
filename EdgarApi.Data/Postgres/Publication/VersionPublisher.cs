using EdgarApi.Data.Caching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EdgarApi.Data.Postgres.Publication;

/// <summary>Tells the API processes of committed versions, once the replicas have them.</summary>
internal sealed partial class VersionPublisher(ReplayWait replay, IServiceProvider services, IOptions<CacheOptions> options, ILogger<VersionPublisher> logger)
{
    /// <summary>Publishes several versions together: one wait serves them all.</summary>
    public async Task PublishAsync(IReadOnlyList<WrittenVersion> versions, CancellationToken cancellationToken)
    {
        var behind = await replay.UntilReplayedAsync(versions.Max(version => version.Position), cancellationToken).ConfigureAwait(false);
        if (behind.Count > 0) LogBehind(string.Join(", ", behind), versions.Count);

        // Without Redis (an import from the command line) the directories' own poll finds the versions.
        if (services.GetService<IConnectionMultiplexer>() is not { } redis) return;
        try
        {
            var message = VersionMessage.Format(versions.Select(version => (version.Cik, version.Version)));
            await redis.GetSubscriber().PublishAsync(VersionMessage.ChannelOf(options.Value), message).ConfigureAwait(false);
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            LogNotPublished(versions.Count, error.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Replicas} had not replayed within 5 s what {Versions} versions were written with; readers pass them over")]
    private partial void LogBehind(string replicas, int versions);

    [LoggerMessage(LogLevel.Warning, "{Versions} versions were not announced on Redis; directories find them by polling: {Reason}")]
    private partial void LogNotPublished(int versions, string reason);
}
