using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Tracing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgarApi.Accounts.Keys;

/// <summary>Writes when keys were last used: once per minute for all of them, outside of requests.</summary>
internal sealed partial class KeyLastUsedWriter(
    KeyCache cache, NpgsqlDataSource primary, TimeProvider time, ILogger<KeyLastUsedWriter> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    // A request may record its use slightly after the time it carries.
    private static readonly long Overlap = TimeSpan.FromSeconds(2).Ticks;

    private readonly BackgroundWork _writing = new("key uses", time);
    private long _writtenUpTo;

    /// <summary>Writes the uses since the last call.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        const string Sql = """
            update api_keys k set last_used_at = used.at
            from unnest(@Ids, @At) as used (id, at)
            where k.id = used.id and (k.last_used_at is null or k.last_used_at < used.at)
            """;
        var now = time.GetUtcNow().UtcTicks;
        var used = cache.Known.Where(key => key.UsedAt > _writtenUpTo).Select(key => (key.Id, key.UsedAt)).ToList();
        if (used.Count == 0) return;
        var parameters = new
        {
            Ids = used.Select(use => use.Id).ToArray(),
            At = used.Select(use => new DateTime(use.UsedAt, DateTimeKind.Utc)).ToArray(),
        };
        await primary.ExecuteAsync(Sql, parameters, cancellationToken).ConfigureAwait(false);
        _writtenUpTo = now - Overlap;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await TryWriteAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            await TryWriteAsync(stoppingToken).ConfigureAwait(false);
    }

    private async Task TryWriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _writing.RunAsync(WriteAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException)
        {
            // The uses stay in memory; the next call writes them.
            LogNotWritten(error.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Cannot write the last uses of keys; retrying in a minute: {Reason}")]
    private partial void LogNotWritten(string reason);
}
