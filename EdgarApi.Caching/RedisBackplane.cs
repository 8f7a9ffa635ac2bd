using EdgarApi.Caching.Redis;
using StackExchange.Redis;
using ZiggyCreatures.Caching.Fusion;
using ZiggyCreatures.Caching.Fusion.Backplane;

namespace EdgarApi.Caching;

/// <summary>FusionCache's news between processes over Redis pub/sub: a change in one drops what the others hold in memory.</summary>
internal sealed class RedisBackplane(RedisPool pool) : IFusionCacheBackplane
{
    private BackplaneSubscriptionOptions? subscription;
    private RedisChannel channel;

    public void Subscribe(BackplaneSubscriptionOptions options)
    {
        Begin(options);
        pool.First.GetSubscriber().Subscribe(channel, Receive);
        options.ConnectHandler?.Invoke(new BackplaneConnectionInfo(isReconnection: false));
    }

    public async ValueTask SubscribeAsync(BackplaneSubscriptionOptions options)
    {
        Begin(options);
        await pool.First.GetSubscriber().SubscribeAsync(channel, Receive).ConfigureAwait(false);
        if (options.ConnectHandlerAsync is { } connected) await connected(new BackplaneConnectionInfo(isReconnection: false)).ConfigureAwait(false);
    }

    public void Unsubscribe()
    {
        if (End()) pool.First.GetSubscriber().Unsubscribe(channel, Receive);
    }

    public async ValueTask UnsubscribeAsync()
    {
        if (End()) await pool.First.GetSubscriber().UnsubscribeAsync(channel, Receive).ConfigureAwait(false);
    }

    public void Publish(BackplaneMessage message, FusionCacheEntryOptions options, CancellationToken token = default) =>
        pool.First.GetSubscriber().Publish(channel, BackplaneMessage.ToByteArray(message));

    public async ValueTask PublishAsync(BackplaneMessage message, FusionCacheEntryOptions options, CancellationToken token = default) =>
        await pool.First.GetSubscriber().PublishAsync(channel, BackplaneMessage.ToByteArray(message)).WaitAsync(token).ConfigureAwait(false);

    private void Begin(BackplaneSubscriptionOptions options)
    {
        if (subscription is not null) throw new InvalidOperationException("The backplane is subscribed already.");
        channel = RedisChannel.Literal(options.ChannelName ?? throw new ArgumentException("A backplane needs a channel.", nameof(options)));
        subscription = options;
        pool.First.ConnectionRestored += Restored;
    }

    private bool End()
    {
        if (subscription is null) return false;
        subscription = null;
        pool.First.ConnectionRestored -= Restored;
        return true;
    }

    private void Receive(RedisChannel from, RedisValue payload)
    {
        // What is no message of ours cannot be acted upon: entries expire by themselves.
        if (payload.IsNullOrEmpty || BackplaneMessage.FromByteArray(payload!) is not { } message || !message.IsValid()) return;
        subscription?.IncomingMessageHandler?.Invoke(message);
    }

    /// <summary>News was missed while the connection was away: FusionCache has the means to make up for it.</summary>
    private void Restored(object? sender, ConnectionFailedEventArgs restored)
    {
        if (restored.ConnectionType == ConnectionType.Subscription) subscription?.ConnectHandler?.Invoke(new BackplaneConnectionInfo(isReconnection: true));
    }
}
