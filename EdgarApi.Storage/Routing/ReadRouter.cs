using EdgarApi.Storage.Postgres;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EdgarApi.Storage.Routing;

/// <summary>Runs reads on replicas. If a node fails or lags behind, the read is retried on the next one.</summary>
public interface IReadRouter
{
    /// <summary>Runs a read on the first node that can serve it.</summary>
    /// <param name="role">The purpose of the read.</param>
    /// <param name="freshness">How recent the node's data must be.</param>
    /// <param name="read">The read. It must not have side effects, because it may run again on another node.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="DatabaseUnavailableException">No node responds, or none is recent enough.</exception>
    Task<T> ReadAsync<T>(
        ReadRole role, Freshness freshness, Func<NpgsqlConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken);

    /// <summary>Runs a read that itself finds out how recent the node's data is, which saves a round trip.</summary>
    /// <param name="role">The purpose of the read.</param>
    /// <param name="read">As above; returns null if the node's data is too old, and then runs on the next node.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="DatabaseUnavailableException">No node responds, or none is recent enough.</exception>
    Task<T> ReadAsync<T>(
        ReadRole role, Func<NpgsqlConnection, CancellationToken, Task<FreshRead<T>?>> read, CancellationToken cancellationToken);
}

/// <summary>What a node with recent enough data returned.</summary>
public readonly record struct FreshRead<T>(T Value);

internal sealed partial class ReadRouter(
    NodeSet nodes, NodeProber prober, IOptions<RoutingOptions> routing, IOptions<PostgresOptions> postgres, RoutingMetrics metrics,
    TimeProvider time, ILogger<ReadRouter> logger)
    : IReadRouter, IDisposable
{
    private readonly RoutingOptions _options = routing.Value;
    private readonly SemaphoreSlim _slots = new(routing.Value.MaxConcurrentReads);

    public void Dispose() => _slots.Dispose();

    public Task<T> ReadAsync<T>(
        ReadRole role, Freshness freshness, Func<NpgsqlConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        ReadAsync<T>(
            role,
            async (node, connection, token) => await freshness.IsMetAsync(node, connection, token).ConfigureAwait(false)
                ? new FreshRead<T>(await read(connection, token).ConfigureAwait(false))
                : null,
            cancellationToken);

    public Task<T> ReadAsync<T>(
        ReadRole role, Func<NpgsqlConnection, CancellationToken, Task<FreshRead<T>?>> read, CancellationToken cancellationToken) =>
        ReadAsync<T>(role, (_, connection, token) => read(connection, token), cancellationToken);

    private async Task<T> ReadAsync<T>(ReadRole role, NodeRead<T> read, CancellationToken cancellationToken)
    {
        if (!await _slots.WaitAsync(postgres.Value.PoolWait, cancellationToken).ConfigureAwait(false))
            throw new DatabaseUnavailableException($"{_options.MaxConcurrentReads} reads are in progress, and none finished in time.");
        try
        {
            return await ReadFromNodesAsync(role, read, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<T> ReadFromNodesAsync<T>(ReadRole role, NodeRead<T> read, CancellationToken cancellationToken)
    {
        Exception? lastError = null;
        List<(RoutedNode Node, Exception Error)>? faults = null;
        var isFirst = true;
        foreach (var node in nodes.GetCandidates(role))
        {
            var timeout = GetAttemptTimeout(node, role, isFirst);
            isFirst = false;
            try
            {
                if (await AttemptAsync(node, timeout, read, cancellationToken).ConfigureAwait(false) is { } result)
                {
                    metrics.Read(node, role, "answered");
                    MarkFaulty(faults);
                    return result.Value;
                }

                CountRetry(node, role, "behind");
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested && ReadFailures.Classify(error) != ReadFailure.Fatal)
            {
                var failure = ReadFailures.Classify(error);
                if (failure == ReadFailure.ConnectionFailed) node.Health.ConnectionFailed();
                if (failure == ReadFailure.TimedOut) node.Health.TimedOut();
                if (failure == ReadFailure.NodeFaulty) (faults ??= []).Add((node, error));
                LogAttemptFailed(node.Name, failure, error.Message);
                CountRetry(node, role, failure.ToString());
                lastError = error;
            }
        }

        throw new DatabaseUnavailableException("No database node can serve the read. Try again shortly.", lastError);
    }

    /// <summary>
    /// A node that stops responding is known only after two probes. Until then, trying another replica is better than waiting. The primary
    /// is no reason to hurry: it must not get the reads of a slow replica.
    /// </summary>
    private TimeSpan GetAttemptTimeout(RoutedNode node, ReadRole role, bool isFirst)
    {
        var full = _options.GetAttemptTimeout(role);
        return role == ReadRole.Api && isFirst && _options.ApiFirstAttempt < full
            && nodes.Replicas.Any(other => other != node && other.Health.IsHealthyFor(role) && !other.Health.IsFaulty)
                ? _options.ApiFirstAttempt : full;
    }

    /// <summary>A fault is a node's own only if another node works. Otherwise the data is damaged everywhere.</summary>
    private void MarkFaulty(List<(RoutedNode Node, Exception Error)>? faults)
    {
        foreach (var (node, error) in faults ?? [])
            if (node.Health.MarkFaulty()) LogFaulty(node.Name, NodeHealth.FaultyPeriod, error.Message);
    }

    private void CountRetry(RoutedNode node, ReadRole role, string cause)
    {
        metrics.Read(node, role, cause);
        if (node.Role != NodeRole.Primary) metrics.Retried(node, cause);
    }

    private async Task<FreshRead<T>?> AttemptAsync<T>(
        RoutedNode node, TimeSpan timeout, NodeRead<T> read, CancellationToken cancellationToken)
    {
        var outage = node.Health.Outage;
        await WaitForSlotAsync(node, outage, cancellationToken).ConfigureAwait(false);
        using var limit = new CancellationTokenSource(timeout, time);
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, outage, limit.Token);
        try
        {
            var running = PromptCancellation.RunAsync(token => RunAsync(node, read, token), attempt.Token);
            await ((Task)running).WaitAsync(_options.SuspectAfter, time, CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!running.IsCompleted) prober.CheckSoon();
            var result = await running.ConfigureAwait(false);
            node.Responded(time.GetTimestamp());
            return result;
        }
        catch (OperationCanceledException canceled) when (!cancellationToken.IsCancellationRequested)
        {
            var reason = outage.IsCancellationRequested ? "became unavailable during the read" : "did not respond in time";
            throw new TimeoutException($"{node.Name} {reason}", canceled);
        }
    }

    private async Task WaitForSlotAsync(RoutedNode node, CancellationToken outage, CancellationToken cancellationToken)
    {
        var maxWait = node.Role == NodeRole.Primary && nodes.IsPrimaryFallback ? _options.PrimaryWait : postgres.Value.PoolWait;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, outage);
        try
        {
            if (await node.Slots.WaitAsync(maxWait, either.Token).ConfigureAwait(false)) return;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NodeBusyException($"{node.Name} became unavailable while the read waited");
        }

        throw new NodeBusyException($"{node.Name} had no free connection within {maxWait.TotalSeconds:0.#} s");
    }

    private static async Task<FreshRead<T>?> RunAsync<T>(RoutedNode node, NodeRead<T> read, CancellationToken attempt)
    {
        try
        {
            var connection = await node.Reads.OpenConnectionAsync(attempt).ConfigureAwait(false);
            await using var _ = connection.ConfigureAwait(false);
            return await read(node.Role, connection, attempt).ConfigureAwait(false);
        }
        finally
        {
            node.Slots.Release();
        }
    }

    /// <summary>Runs the read on a node; null if the node's data is too old.</summary>
    private delegate Task<FreshRead<T>?> NodeRead<T>(NodeRole node, NpgsqlConnection connection, CancellationToken attempt);

    [LoggerMessage(LogLevel.Warning,
        "{Node} has damaged data or a failing disk, or lacks memory or space; other nodes are preferred until {Period} have passed "
        + "without a further fault: {Reason}")]
    private partial void LogFaulty(string node, TimeSpan period, string reason);

    [LoggerMessage(LogLevel.Warning, "A read on {Node} failed ({Failure}) and is retried on the next node: {Reason}")]
    private partial void LogAttemptFailed(string node, ReadFailure failure, string reason);
}
