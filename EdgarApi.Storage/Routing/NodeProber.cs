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
        var wasReachable = node.Health.IsReachable;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.ProbeTimeout);
        try
        {
            var probe = await probing.RunAsync(_ => AskAsync(node, limit.Token).WaitAsync(limit.Token), cancellationToken).ConfigureAwait(false);
            if (node.Role == NodeRole.Primary) lag.PrimaryProbed(probe);
            node.Health.Answered(node.Role == NodeRole.Primary ? TimeSpan.Zero : lag.ReplicaProbed(probe));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            node.Health.TimedOut();
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or IOException or InvalidOperationException)
        {
            if (ReadFailures.Classify(error) == ReadFailure.ConnectionFailed) node.Health.ConnectionFailed();
            else node.Health.TimedOut();
            if (wasReachable) LogProbeFailed(node.Name, error.Message);
        }

        if (wasReachable != node.Health.IsReachable) LogReachable(node.Name, wasReachable ? "out" : "in");
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(nodes.All.Select(node => WatchAsync(node, stoppingToken)));

    private async Task WatchAsync(RoutedNode node, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.ProbeInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false)) await ProbeAsync(node, stoppingToken).ConfigureAwait(false);
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

    [LoggerMessage(LogLevel.Warning, "A probe of {Node} failed: {Reason}")]
    private partial void LogProbeFailed(string node, string reason);

    [LoggerMessage(LogLevel.Information, "{Node} is {State}")]
    private partial void LogReachable(string node, string state);
}
