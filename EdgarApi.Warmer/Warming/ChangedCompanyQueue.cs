using System.Threading.Channels;
using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Publication;

namespace EdgarApi.Warmer.Warming;

/// <summary>
/// Collects companies with new data versions as announced through Redis. Announcements are lost while Redis is unavailable, but so is the
/// cache that would be warmed.
/// </summary>
internal sealed class ChangedCompanyQueue(IVersionChannel channel)
{
    private readonly Channel<Cik> _companies = Channel.CreateUnbounded<Cik>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Starts listening.</summary>
    public Task SubscribeAsync() => channel.ListenAsync(versions =>
    {
        foreach (var (cik, _) in versions) _companies.Writer.TryWrite(cik);
    });

    /// <summary>Waits for an announcement, then a while for further ones; returns all their companies.</summary>
    public async Task<IReadOnlyList<Cik>> NextAsync(Func<CancellationToken, Task> settle, CancellationToken cancellationToken)
    {
        await _companies.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false);
        await settle(cancellationToken).ConfigureAwait(false);
        var companies = new HashSet<Cik>();
        while (_companies.Reader.TryRead(out var cik)) companies.Add(cik);
        return [.. companies];
    }
}
