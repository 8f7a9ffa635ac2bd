using System.Threading.Channels;
using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Publication;

namespace EdgarApi.Warmer.Warming;

/// <summary>Hears on Redis which companies have a new data version. News are lost while Redis is away, and then so is the cache that they would warm.</summary>
internal sealed class RefreshNews(IVersionChannel channel)
{
    private readonly Channel<Cik> heard = Channel.CreateUnbounded<Cik>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Begins to listen.</summary>
    public Task SubscribeAsync() => channel.ListenAsync(versions =>
    {
        foreach (var (cik, _) in versions) heard.Writer.TryWrite(cik);
    });

    /// <summary>Waits for news, then a while for more, and returns the companies of all.</summary>
    public async Task<IReadOnlyList<Cik>> NextAsync(Func<CancellationToken, Task> settle, CancellationToken cancellationToken)
    {
        await heard.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false);
        await settle(cancellationToken).ConfigureAwait(false);
        var companies = new HashSet<Cik>();
        while (heard.Reader.TryRead(out var cik)) companies.Add(cik);
        return [.. companies];
    }
}
