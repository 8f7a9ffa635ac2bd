using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Tracing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace EdgarApi.Storage.Routing;

/// <summary>
/// Probes every node twice per second for its availability and replay position. Reads do not wait for it, except for the first round.
/// </summary>
internal sealed partial class NodeProber(
    NodeSet nodes, ReplayLag lag, IOptions<RoutingOptions> routing, TimeProvider time, ILogger<NodeProber> logger)
    : BackgroundService, IHostedLifecycleService
{
    private const string Sql = """
        select beat, beaten_at,
               case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_flush_lsn() end
        from replication_heartbeat
        """;

    /// <summary>
    /// Checked first on unavailable nodes: until the Warmer has migrated the schema, querying a missing table would log an error on the
    /// server.
    /// </summary>
    private const string SchemaSql = "select to_regclass('replication_heartbeat') is not null";

    private readonly RoutingOptions _options = routing.Value;
    private readonly BackgroundWork _probing = new("database probe", time);

    /// <summary>Runs before hosted services start, so that the directory's first read finds a replica.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await ProbeAsync(nodes.Primary, cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(nodes.Replicas.Select(node => ProbeAsync(node, cancellationToken))).ConfigureAwait(false);
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Probes one node once and records the outcome.</summary>
    public async Task ProbeAsync(RoutedNode node, CancellationToken cancellationToken)
    {
        var reason = "a read found it unavailable";
        using var timeout = new CancellationTokenSource(_options.ProbeTimeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var probe =
                await _probing.RunAsync(_ => ReadAsync(node, limit.Token).WaitAsync(limit.Token), cancellationToken).ConfigureAwait(false);
            if (node.Role == NodeRole.Primary) lag.AddPrimaryProbe(probe);
            node.Health.Answered(node.Role == NodeRole.Primary ? TimeSpan.Zero : lag.GetReplicaLag(probe));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            node.Health.TimedOut();
            reason = "probes timed out";
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or IOException or InvalidOperationException)
        {
            if (ReadFailures.Classify(error) == ReadFailure.ConnectionFailed) node.Health.ConnectionFailed();
            else node.Health.TimedOut();
            reason = error.Message;
        }

        LogChange(node, reason);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(nodes.All.Select(node => WatchAsync(node, stoppingToken)));

    private async Task WatchAsync(RoutedNode node, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.ProbeInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            await ProbeAsync(node, stoppingToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Logs each change once, including those caused by reads. Becoming available at start is expected; later changes are not.
    /// </summary>
    private void LogChange(RoutedNode node, string reason)
    {
        var isReachable = node.Health.IsReachable;
        if (isReachable == node.LoggedReachable) return;
        if (node.LoggedReachable is null && isReachable) LogAvailableAtStart(node.Name);
        else if (isReachable) LogAvailable(node.Name);
        else if (node.LoggedReachable is not null) LogUnavailable(node.Name, reason);
        if (isReachable || node.LoggedReachable is not null) node.LoggedReachable = isReachable;
    }

    private async Task<NodeProbe> ReadAsync(RoutedNode node, CancellationToken cancellationToken)
    {
        var connection = await node.Probes.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        if (!node.Health.IsReachable && !await HasSchemaAsync(connection, cancellationToken).ConfigureAwait(false))
            throw new InvalidOperationException("the schema does not exist yet");
        var command = new NpgsqlCommand(Sql, connection);
        await using var __ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var ___ = reader.ConfigureAwait(false);
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            throw new InvalidOperationException("the heartbeat row is missing");
        return new NodeProbe(
            time.GetUtcNow(), reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1),
            reader.GetFieldValue<NpgsqlLogSequenceNumber>(2));
    }

    private static async Task<bool> HasSchemaAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(SchemaSql, connection);
        await using var _ = command.ConfigureAwait(false);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    [LoggerMessage(LogLevel.Information, "{Node} serves reads")]
    private partial void LogAvailableAtStart(string node);

    [LoggerMessage(LogLevel.Warning, "{Node} serves reads again")]
    private partial void LogAvailable(string node);

    [LoggerMessage(LogLevel.Warning, "{Node} serves no reads until it responds again: {Reason}")]
    private partial void LogUnavailable(string node, string reason);
}
