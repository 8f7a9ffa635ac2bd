using EdgarApi.Caching.Redis;
using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Publication;
using Microsoft.Extensions.Options;

namespace EdgarApi.Caching.Versions;

/// <summary>Announces data versions through Redis pub/sub. Without Redis the directories find new versions by polling.</summary>
internal sealed class RedisVersionChannel(RedisGateway redis, IOptions<CacheOptions> options) : IVersionChannel
{
    public async Task AnnounceAsync(IReadOnlyList<(Cik Cik, long Version)> versions) =>
        await redis.PublishAsync(VersionMessage.GetChannel(options.Value), VersionMessage.Format(versions)).ConfigureAwait(false);

    public async Task ListenAsync(Action<IReadOnlyList<(Cik Cik, long Version)>> onAnnounced) =>
        await redis.SubscribeAsync(
            VersionMessage.GetChannel(options.Value), message => onAnnounced([.. VersionMessage.Parse(message)])).ConfigureAwait(false);
}
