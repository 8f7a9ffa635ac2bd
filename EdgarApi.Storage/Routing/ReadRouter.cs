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
        RoutedNode? slow = null;
        List<(RoutedNode Node, Exception Error)>? faults = null;
        var isFirst = true;
        foreach (var node in nodes.GetCandidates(role))
        {
            var mayMove = isFirst && MayMove(node, role);
            isFirst = false;
            try
            {
                if (await AttemptAsync(node, role, mayMove, read, cancellationToken).ConfigureAwait(false) is { } result)
                {
                    metrics.Read(node, role, "answered");
                    MarkFaulty(faults);
                    if (slow?.Health.MarkSlow() == true) LogSlow(slow.Name, NodeHealth.SlowPeriod);
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
                if (failure == ReadFailure.Slow) slow = node;
                LogAttemptFailed(node.Name, failure, error.Message);
                CountRetry(node, role, failure.ToString());
                lastError = error;
            }
        }

        throw new DatabaseUnavailableException("No database node can serve the read. Try again shortly.", lastError);
    }

    /// <summary>
    /// Whether a read need not wait for the node for long, because another replica can serve it. The primary is no reason to hurry: it must
    /// not get the reads of a slow replica.
    /// </summary>
    private bool MayMove(RoutedNode node, ReadRole role) =>
        role == ReadRole.Api && nodes.Replicas.Any(other => other != node && IsAlternative(other, role));

    private static bool IsAlternative(RoutedNode node, ReadRole role) =>
        node.Health.IsHealthyFor(role) && !node.Health.IsFaulty && !node.Health.IsSlow;

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
        RoutedNode node, ReadRole role, bool mayMove, NodeRead<T> read, CancellationToken cancellationToken)
    {
        var outage = node.Health.Outage;
        await WaitForSlotAsync(node, outage, cancellationToken).ConfigureAwait(false);
        using var limit = new CancellationTokenSource(GetTimeout(role, mayMove), time);
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, outage, limit.Token);
        var isSlow = false;
        try
        {
            var running = PromptCancellation.RunAsync(token => RunAsync(node, read, token), attempt.Token);
            isSlow = await IsSlowAsync(node, role, running, mayMove).ConfigureAwait(false);
            if (isSlow) await limit.CancelAsync().ConfigureAwait(false);
            var result = await running.ConfigureAwait(false);
            node.Responded(time.GetTimestamp());
            return result;
        }
        catch (OperationCanceledException canceled) when (!cancellationToken.IsCancellationRequested)
        {
            if (outage.IsCancellationRequested) throw new TimeoutException($"{node.Name} became unavailable during the read", canceled);
            throw isSlow
                ? new SlowReadException($"{node.Name} had not served it while another replica responds", canceled)
                : new TimeoutException($"{node.Name} did not respond in time", canceled);
        }
    }

    /// <summary>
    /// Has all nodes checked again and again while a read waits for one. If it may move, returns true after the first two checks if another
    /// replica responded to both at once: then neither this process nor the databases are just busy, which moving reads would make worse.
    /// </summary>
    private async Task<bool> IsSlowAsync(RoutedNode node, ReadRole role, Task read, bool mayMove)
    {
        for (var calm = 0; calm < 2;)
        {
            var started = time.GetTimestamp();
            await read.WaitAsync(_options.SuspectAfter, time, CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (read.IsCompleted) return false;
            var check = prober.CheckAsync();
            // A timer that fires late means that this process is busy.
            mayMove = mayMove && time.GetElapsedTime(started) < 1.5 * _options.SuspectAfter
                && await AnotherRespondsAsync(node, role, read, check).ConfigureAwait(false);
            if (mayMove) calm++;
        }

        return true;
    }

    /// <summary>Whether a check ends before the read does, and another replica responded to it at once.</summary>
    private static async Task<bool> AnotherRespondsAsync(
        RoutedNode node, ReadRole role, Task read, Task<IReadOnlyList<RoutedNode>> check)
    {
        await Task.WhenAny(read, check).ConfigureAwait(false);
        if (read.IsCompleted || !check.IsCompletedSuccessfully) return false;
        var responding = await check.ConfigureAwait(false);
        return responding.Any(other => other != node && other.Role != NodeRole.Primary && IsAlternative(other, role));
    }

    private TimeSpan GetTimeout(ReadRole role, bool mayMove)
    {
        var full = _options.GetAttemptTimeout(role);
        return mayMove && _options.ApiFirstAttempt < full ? _options.ApiFirstAttempt : full;
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

    [LoggerMessage(LogLevel.Warning,
        "{Node} is slow: another replica served a read that waited for it; other nodes are preferred until {Period} have passed without a "
        + "further slow read")]
    private partial void LogSlow(string node, TimeSpan period);

    [LoggerMessage(LogLevel.Warning, "A read on {Node} failed ({Failure}) and is retried on the next node: {Reason}")]
    private partial void LogAttemptFailed(string node, ReadFailure failure, string reason);
}
