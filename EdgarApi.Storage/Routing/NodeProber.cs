using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Tracing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace EdgarApi.Storage.Routing;

/// <summary>Asks every node twice a second whether it answers and how far it is. Reads never wait for it, except for its first round at start.</summary>
internal sealed partial class NodeProber(NodeSet nodes, ReplayLag lag, IOptions<RoutingOptions> routing, TimeProvider time, ILogger<NodeProber> logger)
    : BackgroundService, IHostedLifecycleService
{
    private const string Sql = """
        select beat, beaten_at,
               case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_flush_lsn() end
        from replication_heartbeat
        """;

    /// <summary>Asked first of a node that is out: to miss the table would be an error in its log each time, until the Warmer has brought the schema.</summary>
    private const string SchemaSql = "select to_regclass('replication_heartbeat') is not null";

    private readonly RoutingOptions options = routing.Value;
    private readonly BackgroundWork probing = new("database probe", time);

    /// <summary>Before the hosted services start: so that the first read of the directory finds a replica.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await ProbeAsync(nodes.Primary, cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(nodes.Replicas.Select(node => ProbeAsync(node, cancellationToken))).ConfigureAwait(false);
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Probes one node once and notes the outcome.</summary>
    public async Task ProbeAsync(RoutedNode node, CancellationToken cancellationToken)
    {
        var reason = "a read found it unavailable";
        using var timeout = new CancellationTokenSource(options.ProbeTimeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var probe = await probing.RunAsync(_ => AskAsync(node, limit.Token).WaitAsync(limit.Token), cancellationToken).ConfigureAwait(false);
            if (node.Role == NodeRole.Primary) lag.PrimaryProbed(probe);
            node.Health.Answered(node.Role == NodeRole.Primary ? TimeSpan.Zero : lag.ReplicaProbed(probe));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            node.Health.TimedOut();
            reason = "probes are not answered in time";
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
        using var timer = new PeriodicTimer(options.ProbeInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false)) await ProbeAsync(node, stoppingToken).ConfigureAwait(false);
    }

    /// <summary>Logs one line per change, also when a read caused it. Joining at the start is expected; later changes are not.</summary>
    private void LogChange(RoutedNode node, string reason)
    {
        var isReachable = node.Health.IsReachable;
        if (isReachable == node.LoggedReachable) return;
        if (node.LoggedReachable is null && isReachable) LogJoinedAtStart(node.Name);
        else if (isReachable) LogJoined(node.Name);
        else if (node.LoggedReachable is not null) LogLeft(node.Name, reason);
        if (isReachable || node.LoggedReachable is not null) node.LoggedReachable = isReachable;
    }

    private async Task<NodeProbe> AskAsync(RoutedNode node, CancellationToken cancellationToken)
    {
        var connection = await node.Probes.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        if (!node.Health.IsReachable && !await HasSchemaAsync(connection, cancellationToken).ConfigureAwait(false)) throw new InvalidOperationException("the schema is not there yet");
        var command = new NpgsqlCommand(Sql, connection);
        await using var __ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var ___ = reader.ConfigureAwait(false);
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) throw new InvalidOperationException("the heartbeat row is missing");
        return new NodeProbe(
            time.GetUtcNow(), reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetFieldValue<NpgsqlLogSequenceNumber>(2));
    }

    private static async Task<bool> HasSchemaAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(SchemaSql, connection);
        await using var _ = command.ConfigureAwait(false);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    [LoggerMessage(LogLevel.Information, "{Node} serves reads")]
    private partial void LogJoinedAtStart(string node);

    [LoggerMessage(LogLevel.Warning, "{Node} serves reads again")]
    private partial void LogJoined(string node);

    [LoggerMessage(LogLevel.Warning, "{Node} serves no reads until it answers again: {Reason}")]
    private partial void LogLeft(string node, string reason);
}
