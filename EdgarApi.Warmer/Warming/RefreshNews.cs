using System.Threading.Channels;
using EdgarApi.Data.Caching;
using EdgarApi.Data.Postgres.Publication;
using EdgarApi.Financials.Companies;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EdgarApi.Warmer.Warming;

/// <summary>Hears on Redis which companies have a new data version. News are lost while Redis is away, and then so is the cache that they would warm.</summary>
internal sealed partial class RefreshNews(IServiceProvider services, IOptions<CacheOptions> options, ILogger<RefreshNews> logger)
{
    private readonly Channel<Cik> heard = Channel.CreateUnbounded<Cik>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Begins to listen.</summary>
    public async Task SubscribeAsync()
    {
        if (services.GetService<IConnectionMultiplexer>() is not { } redis) return;
        try
        {
            await redis.GetSubscriber().SubscribeAsync(VersionMessage.ChannelOf(options.Value), (_, message) =>
            {
                foreach (var (cik, _) in VersionMessage.Parse(message.ToString())) heard.Writer.TryWrite(cik);
            }).ConfigureAwait(false);
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            // The multiplexer subscribes by itself once it connects.
            LogNotSubscribed(error.Message);
        }
    }

    /// <summary>Waits for news, then a while for more, and returns the companies of all.</summary>
    public async Task<IReadOnlyList<Cik>> NextAsync(Func<CancellationToken, Task> settle, CancellationToken cancellationToken)
    {
        await heard.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false);
        await settle(cancellationToken).ConfigureAwait(false);
        var companies = new HashSet<Cik>();
        while (heard.Reader.TryRead(out var cik)) companies.Add(cik);
        return [.. companies];
    }

    [LoggerMessage(LogLevel.Warning, "No subscription to news of versions yet; refreshed companies are warmed once Redis is there: {Reason}")]
    private partial void LogNotSubscribed(string reason);
}
