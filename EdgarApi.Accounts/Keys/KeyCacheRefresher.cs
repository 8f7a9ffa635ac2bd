using EdgarApi.Accounts.Sessions;
using EdgarApi.Storage.Routing;
using EdgarApi.Storage.Tracing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgarApi.Accounts.Keys;

/// <summary>
/// Keeps the <see cref="KeyCache"/> current: through Redis notifications within milliseconds, and by polling every second in case a
/// notification is lost.
/// </summary>
internal sealed partial class KeyCacheRefresher(
    KeyCache cache, KeyReader reader, SessionCache sessions, KeyChangeChannel changeChannel, TimeProvider time,
    ILogger<KeyCacheRefresher> logger) : BackgroundService
{
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private readonly BackgroundWork _polling = new("key changes", time);
    private long? _revision;
    private bool _isFailing;

    /// <summary>Removes the keys and sessions that changed since the last poll.</summary>
    public async Task PollAsync(CancellationToken cancellationToken)
    {
        if (_revision is { } known)
        {
            var changes = await reader.ReadChangesAsync(known, cancellationToken).ConfigureAwait(false);
            foreach (var id in changes.Ids) cache.Invalidate(id);
            if (changes.Ids.Where(id => id.Length == KeyText.SessionIdLength).ToList() is { Count: > 0 } ended)
                await sessions.RemoveAsync(ended).ConfigureAwait(false);
            _revision = changes.Revision;
        }
        else
        {
            _revision = await reader.ReadRevisionAsync(cancellationToken).ConfigureAwait(false);
            // Cached entries may be older than this revision.
            cache.Clear();
        }

        cache.MarkCurrent();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await changeChannel.SubscribeAsync(cache.Invalidate).ConfigureAwait(false);
        using var timer = new PeriodicTimer(PollInterval, time);
        do await TryPollAsync(stoppingToken).ConfigureAwait(false);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private async Task TryPollAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _polling.RunAsync(PollAsync, cancellationToken).ConfigureAwait(false);
            _isFailing = false;
        }
        catch (DatabaseUnavailableException error)
        {
            if (!_isFailing) LogNotPolled(error.InnerException?.Message ?? error.Message);
            _isFailing = true;
        }
    }

    [LoggerMessage(LogLevel.Warning, "No database responds to polls for key changes. Cached keys stay valid for a limited time: {Reason}")]
    private partial void LogNotPolled(string reason);
}
