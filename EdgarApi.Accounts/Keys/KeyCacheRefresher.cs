using EdgarApi.Accounts.Sessions;
using EdgarApi.Storage.Routing;
using EdgarApi.Storage.Tracing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgarApi.Accounts.Keys;

/// <summary>Keeps the ring current: by news over Redis, within milliseconds, and by a poll each second that heals lost news.</summary>
internal sealed partial class KeyCacheRefresher(KeyCache ring, KeyReader reader, SessionCache sessions, KeyChangeChannel news, TimeProvider time, ILogger<KeyCacheRefresher> logger) : BackgroundService
{
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private readonly BackgroundWork polling = new("key changes", time);
    private long? revision;
    private bool failing;

    /// <summary>Forgets what changed since the last poll.</summary>
    public async Task PollAsync(CancellationToken cancellationToken)
    {
        if (revision is { } known)
        {
            var changes = await reader.ReadChangesAsync(known, cancellationToken).ConfigureAwait(false);
            foreach (var id in changes.Ids) ring.Changed(id);
            if (changes.Ids.Where(id => id.Length == KeyText.SessionIdLength).ToList() is { Count: > 0 } ended) await sessions.RemoveAsync(ended).ConfigureAwait(false);
            revision = changes.Revision;
        }
        else
        {
            revision = await reader.ReadRevisionAsync(cancellationToken).ConfigureAwait(false);
            ring.Clear(); // what was read before may be older than that
        }

        ring.Heard();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await news.SubscribeAsync(ring.Changed).ConfigureAwait(false);
        using var timer = new PeriodicTimer(PollInterval, time);
        do await TryPollAsync(stoppingToken).ConfigureAwait(false);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private async Task TryPollAsync(CancellationToken cancellationToken)
    {
        try
        {
            await polling.RunAsync(PollAsync, cancellationToken).ConfigureAwait(false);
            failing = false;
        }
        catch (DatabaseUnavailableException error)
        {
            if (!failing) LogNotPolled(error.InnerException?.Message ?? error.Message);
            failing = true;
        }
    }

    [LoggerMessage(LogLevel.Warning, "No database tells what became of keys; the known ones go on for a while: {Reason}")]
    private partial void LogNotPolled(string reason);
}
