using Dapper;
using EdgarApi.Storage.Tracing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgarApi.Accounts.Keys;

/// <summary>Notes when keys were last used: once a minute for all that were, off the path of their requests.</summary>
internal sealed partial class KeyLastUsedWriter(KeyCache ring, NpgsqlDataSource primary, TimeProvider time, ILogger<KeyLastUsedWriter> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private static readonly long Overlap = TimeSpan.FromSeconds(2).Ticks; // a use may be noted a moment after its time

    private readonly BackgroundWork writing = new("key uses", time);
    private long writtenUpTo;

    /// <summary>Writes the uses since the last time.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        const string Sql = """
            update api_keys k set last_used_at = used.at
            from unnest(@Ids, @At) as used (id, at)
            where k.id = used.id and (k.last_used_at is null or k.last_used_at < used.at)
            """;
        var now = time.GetUtcNow().UtcTicks;
        var used = ring.Known.Where(key => key.UsedAt > writtenUpTo).Select(key => (key.Id, key.UsedAt)).ToList();
        if (used.Count == 0) return;
        var connection = await primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var parameters = new { Ids = used.Select(use => use.Id).ToArray(), At = used.Select(use => new DateTime(use.UsedAt, DateTimeKind.Utc)).ToArray() };
        await connection.ExecuteAsync(new CommandDefinition(Sql, parameters, cancellationToken: cancellationToken)).ConfigureAwait(false);
        writtenUpTo = now - Overlap;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await TryWriteAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false)) await TryWriteAsync(stoppingToken).ConfigureAwait(false);
    }

    private async Task TryWriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await writing.RunAsync(WriteAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException)
        {
            // The uses are still in memory, and the next time writes them.
            LogNotWritten(error.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The last uses of keys were not written and wait for the next time: {Reason}")]
    private partial void LogNotWritten(string reason);
}
