using System.Threading.Channels;
using EdgarApi.Storage.Publication;
using EdgarApi.Storage.Routing;
using EdgarApi.Storage.Tracing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgarApi.Storage.Companies;

/// <summary>Loads the directory at start and keeps it current: by the versions that processes announce, and by a poll that heals lost news.</summary>
internal sealed partial class DirectorySync(
    CompanyDirectory directory, IReadRouter router, IEnumerable<IVersionListener> listeners, IVersionChannel channel, TimeProvider time,
    ILogger<DirectorySync> logger)
    : BackgroundService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(5);

    private readonly BackgroundWork refreshing = new("directory refresh", time);

    // One waiting item is enough: it carries the newest version heard of, and a refresh takes in everything up to it.
    private readonly Channel<long> news = Channel.CreateBounded<long>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>Takes in what changed; a replica that does not have the version heard of yet is passed over.</summary>
    public async Task RefreshAsync(long heardOf, CancellationToken cancellationToken)
    {
        var known = directory.Revision;
        if (heardOf > 0 && heardOf <= known) return;
        var changed = await router.ReadAsync(
            ReadRole.Api, Freshness.AtLeast(heardOf),
            (connection, token) => DirectoryQuery.ReadAsync(connection, known, token),
            cancellationToken).ConfigureAwait(false);
        if (changed.Count == 0) return;
        directory.Apply(changed);
        var companies = changed.Select(row => row.Entry.Cik).ToHashSet();
        foreach (var listener in listeners) listener.Changed(companies);
        LogRefreshed(changed.Count, directory.LoadedCount);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await channel.ListenAsync(versions =>
        {
            var newest = versions.Select(item => item.Version).DefaultIfEmpty().Max();
            if (newest > 0) news.Writer.TryWrite(newest);
        }).ConfigureAwait(false);
        using var timer = new PeriodicTimer(PollInterval, time);
        var tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
        var heard = news.Reader.WaitToReadAsync(stoppingToken).AsTask();
        await TryRefreshAsync(0, stoppingToken).ConfigureAwait(false);
        while (true)
        {
            await Task.WhenAny(tick, heard).ConfigureAwait(false);
            stoppingToken.ThrowIfCancellationRequested();
            var heardOf = news.Reader.TryRead(out var version) ? version : 0;
            if (tick.IsCompleted) tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
            if (heard.IsCompleted) heard = news.Reader.WaitToReadAsync(stoppingToken).AsTask();
            await TryRefreshAsync(heardOf, stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task TryRefreshAsync(long heardOf, CancellationToken cancellationToken)
    {
        try
        {
            await refreshing.RunAsync(token => RefreshAsync(heardOf, token), cancellationToken).ConfigureAwait(false);
        }
        catch (DatabaseUnavailableException error)
        {
            LogNotRefreshed(error.InnerException?.Message ?? error.Message);
        }
    }

    [LoggerMessage(LogLevel.Debug, "The directory took in {Changed} companies; {Loaded} have data")]
    private partial void LogRefreshed(int changed, int loaded);

    [LoggerMessage(LogLevel.Warning, "The directory could not be refreshed and stays as it is: {Reason}")]
    private partial void LogNotRefreshed(string reason);
}
