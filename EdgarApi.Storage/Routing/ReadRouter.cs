using EdgarApi.Storage.Postgres;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EdgarApi.Storage.Routing;

/// <summary>Runs reads on the replicas: each on one node, and again on the next one when that node fails it or is behind.</summary>
public interface IReadRouter
{
    /// <summary>Runs a read on the first node that answers it.</summary>
    /// <param name="role">What it is for.</param>
    /// <param name="freshness">How new the node's data must be.</param>
    /// <param name="read">The read; it may run again on another node, so it has no effects.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="DatabaseUnavailableException">No node could answer, or none is new enough.</exception>
    Task<T> ReadAsync<T>(
        ReadRole role, Freshness freshness, Func<NpgsqlConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken);
}

internal sealed partial class ReadRouter(
    NodeSet nodes, IOptions<RoutingOptions> routing, IOptions<PostgresOptions> postgres, RoutingMetrics metrics, TimeProvider time, ILogger<ReadRouter> logger)
    : IReadRouter, IDisposable
{
    private readonly RoutingOptions options = routing.Value;
    private readonly SemaphoreSlim turns = new(routing.Value.MaxConcurrentReads);

    public void Dispose() => turns.Dispose();

    public async Task<T> ReadAsync<T>(
        ReadRole role, Freshness freshness, Func<NpgsqlConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        if (!await turns.WaitAsync(postgres.Value.PoolWait, cancellationToken).ConfigureAwait(false))
            throw new DatabaseUnavailableException($"{options.MaxConcurrentReads} reads are under way, and none ended in time.");
        try
        {
            return await ReadInTurnAsync(role, freshness, read, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turns.Release();
        }
    }

    private async Task<T> ReadInTurnAsync<T>(
        ReadRole role, Freshness freshness, Func<NpgsqlConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        Exception? lastError = null;
        foreach (var node in nodes.InOrder(role))
        {
            try
            {
                if (await AttemptAsync(node, role, freshness, read, cancellationToken).ConfigureAwait(false) is { } answered)
                {
                    metrics.Read(node, role, "answered");
                    return answered.Value;
                }

                PassOn(node, role, "behind");
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested && ReadFailures.Classify(error) != ReadFailure.Fatal)
            {
                var failure = ReadFailures.Classify(error);
                if (failure == ReadFailure.ConnectionFailed) node.Health.ConnectionFailed();
                if (failure == ReadFailure.TimedOut) node.Health.TimedOut();
                LogAttemptFailed(node.Name, failure, error.Message);
                PassOn(node, role, failure.ToString());
                lastError = error;
            }
        }

        throw new DatabaseUnavailableException("No database node could answer the read; it is worth trying again shortly.", lastError);
    }

    private void PassOn(RoutedNode node, ReadRole role, string cause)
    {
        metrics.Read(node, role, cause);
        if (node.Role != NodeRole.Primary) metrics.Retried(node, cause);
    }

    private async Task<Answered<T>?> AttemptAsync<T>(
        RoutedNode node, ReadRole role, Freshness freshness, Func<NpgsqlConnection, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken)
    {
        var outage = node.Health.Outage;
        await WaitForSlotAsync(node, outage, cancellationToken).ConfigureAwait(false);
        using var limit = new CancellationTokenSource(options.Attempt(role), time);
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, outage, limit.Token);
        try
        {
            // A driver that waits for a host to confirm a cancellation does not keep the caller: the work is left to end by itself.
            return await RunAsync(node, freshness, read, attempt.Token).WaitAsync(attempt.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException canceled) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(outage.IsCancellationRequested ? $"{node.Name} went out during the read" : $"{node.Name} did not answer in time", canceled);
        }
    }

    private async Task WaitForSlotAsync(RoutedNode node, CancellationToken outage, CancellationToken cancellationToken)
    {
        var patience = node.Role == NodeRole.Primary && nodes.PrimaryIsLastResort ? options.PrimaryWait : postgres.Value.PoolWait;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, outage);
        try
        {
            if (await node.Slots.WaitAsync(patience, either.Token).ConfigureAwait(false)) return;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NodeBusyException($"{node.Name} went out before the read had its turn");
        }

        throw new NodeBusyException($"{node.Name} had no free connection within {patience.TotalSeconds:0.#} s");
    }

    /// <summary>Runs the read on the node; null when the node's data is too old.</summary>
    private static async Task<Answered<T>?> RunAsync<T>(
        RoutedNode node, Freshness freshness, Func<NpgsqlConnection, CancellationToken, Task<T>> read, CancellationToken attempt)
    {
        try
        {
            var connection = await node.Reads.OpenConnectionAsync(attempt).ConfigureAwait(false);
            await using var _ = connection.ConfigureAwait(false);
            return await freshness.IsMetAsync(node.Role, connection, attempt).ConfigureAwait(false)
                ? new Answered<T>(await read(connection, attempt).ConfigureAwait(false))
                : null;
        }
        finally
        {
            node.Slots.Release();
        }
    }

    private readonly record struct Answered<T>(T Value);

    [LoggerMessage(LogLevel.Warning, "A read on {Node} failed ({Failure}) and goes to the next node: {Reason}")]
    private partial void LogAttemptFailed(string node, ReadFailure failure, string reason);
}
