using System.Threading.Channels;
using EdgarApi.Storage.Publication;
using EdgarApi.Storage.Routing;
using EdgarApi.Storage.Tracing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgarApi.Storage.Companies;

/// <summary>
/// Loads the directory at start and keeps it current: through announcements of versions, and by polling in case an announcement is lost.
/// </summary>
internal sealed partial class DirectorySync(
    CompanyDirectory directory, IReadRouter router, IEnumerable<IVersionListener> listeners, IVersionChannel channel, TimeProvider time,
    ILogger<DirectorySync> logger)
    : BackgroundService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(5);

    private readonly BackgroundWork _refreshing = new("directory refresh", time);

    // One pending item suffices: it carries the latest announced version, and a refresh includes all earlier ones.
    private readonly Channel<long> _announcements =
        Channel.CreateBounded<long>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>Applies changes. Does not read from replicas that lack the announced version.</summary>
    public async Task RefreshAsync(long announcedVersion, CancellationToken cancellationToken)
    {
        var known = directory.Revision;
        if (announcedVersion > 0 && announcedVersion <= known) return;
        var changed = await router.ReadAsync(
            ReadRole.Api, Freshness.AtLeast(announcedVersion),
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
            if (newest > 0) _announcements.Writer.TryWrite(newest);
        }).ConfigureAwait(false);
        using var timer = new PeriodicTimer(PollInterval, time);
        var tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
        var announced = _announcements.Reader.WaitToReadAsync(stoppingToken).AsTask();
        await TryRefreshAsync(0, stoppingToken).ConfigureAwait(false);
        while (true)
        {
            await Task.WhenAny(tick, announced).ConfigureAwait(false);
            stoppingToken.ThrowIfCancellationRequested();
            var announcedVersion = _announcements.Reader.TryRead(out var version) ? version : 0;
            if (tick.IsCompleted) tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
            if (announced.IsCompleted) announced = _announcements.Reader.WaitToReadAsync(stoppingToken).AsTask();
            var started = time.GetTimestamp();
            await TryRefreshAsync(announcedVersion, stoppingToken).ConfigureAwait(false);
            await WorkPace.RestAsync(time.GetElapsedTime(started), time, stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task TryRefreshAsync(long announcedVersion, CancellationToken cancellationToken)
    {
        try
        {
            await _refreshing.RunAsync(token => RefreshAsync(announcedVersion, token), cancellationToken).ConfigureAwait(false);
        }
        catch (DatabaseUnavailableException error)
        {
            LogRefreshFailed(error.InnerException?.Message ?? error.Message);
        }
    }

    [LoggerMessage(LogLevel.Debug, "The company directory applied changes of {Changed} companies; {Loaded} have data")]
    private partial void LogRefreshed(int changed, int loaded);

    [LoggerMessage(LogLevel.Warning, "Cannot refresh the company directory; using its current state: {Reason}")]
    private partial void LogRefreshFailed(string reason);
}
