using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Tracing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace EdgarApi.Storage.Routing;

/// <summary>
/// Probes every node twice per second for its availability and replay position. Reads do not wait for it, except for the first round. When
/// a read has been waiting for a while, all nodes are checked at once, so that a node that stops responding is found before the next probe.
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
    private readonly BackgroundWork _checking = new("database check", time);
    private readonly Lock _logging = new(), _starting = new();
    private readonly BackgroundWork _probing = new("database probe", time);
    private Task<IReadOnlyList<RoutedNode>>? _check;

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
            var probe = await _probing.RunAsync(
                _ => PromptCancellation.RunAsync(token => ReadAsync(node, token), limit.Token), cancellationToken).ConfigureAwait(false);
            node.Responded(time.GetTimestamp());
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

    /// <summary>
    /// Checks which nodes respond, or joins the check that is in progress. Nodes that do not, and have not served a read for a while
    /// either, are taken out if another node responds; otherwise the process itself is probably too busy to read their responses.
    /// </summary>
    /// <returns>The nodes that respond at once; none if the process is too busy to tell.</returns>
    public Task<IReadOnlyList<RoutedNode>> CheckAsync()
    {
        lock (_starting)
        {
            return _check is { IsCompleted: false } ? _check
                : _check = _checking.RunAsync(_ => CheckAllAsync(), CancellationToken.None);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(nodes.All.Select(node => WatchAsync(node, stoppingToken)));

    private async Task WatchAsync(RoutedNode node, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.ProbeInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            await ProbeAsync(node, stoppingToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<RoutedNode>> CheckAllAsync()
    {
        var started = time.GetTimestamp();
        RoutedNode[] reachable = [.. nodes.All.Where(node => node.Health.IsReachable)];
        var responded = await Task.WhenAll(reachable.Select(RespondsAsync)).ConfigureAwait(false);
        // A timer that fires late means that this process is too busy to tell.
        if (!responded.Any(duration => duration is not null) || time.GetElapsedTime(started) >= 2 * _options.SuspectAfter) return [];
        foreach (var node in reachable.Where((node, index) => responded[index] is null && !HasJustServed(node)))
        {
            node.Health.Unresponsive();
            LogChange(node, "it responds neither to a read nor to a check");
        }
        return [.. reachable.Where((_, index) => responded[index] <= _options.SuspectAfter / 4)];
    }

    /// <summary>A node that serves reads while a check times out is slow, not unavailable.</summary>
    private bool HasJustServed(RoutedNode node) => time.GetElapsedTime(node.LastResponse) < 1.5 * _options.SuspectAfter;

    /// <returns>How long the node took; null if it does not respond.</returns>
    private async Task<TimeSpan?> RespondsAsync(RoutedNode node)
    {
        var started = time.GetTimestamp();
        using var limit = new CancellationTokenSource(_options.SuspectAfter, time);
        try
        {
            await PromptCancellation.RunAsync(token => SelectAsync(node, token), limit.Token).ConfigureAwait(false);
            return time.GetElapsedTime(started);
        }
        catch (Exception error) when (error is OperationCanceledException or NpgsqlException or TimeoutException or IOException
            or ObjectDisposedException)
        {
            return null;
        }
    }

    private static async Task SelectAsync(RoutedNode node, CancellationToken cancellationToken)
    {
        var connection = await node.Probes.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var command = new NpgsqlCommand("select", connection);
        await using var __ = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Logs each change once, including those caused by reads. Becoming available at start is expected; later changes are not.
    /// </summary>
    private void LogChange(RoutedNode node, string reason)
    {
        lock (_logging) LogChangeOnce(node, reason);
    }

    private void LogChangeOnce(RoutedNode node, string reason)
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
