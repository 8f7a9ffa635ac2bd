using EdgarApi.Storage.Postgres;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgarApi.Storage.Orders;

/// <summary>
/// The table <c>work_orders</c> for the Warmer: one order at a time over all Warmers. Attempts are counted before the work begins, so that
/// an order that crashes the process also fails after some attempts.
/// </summary>
public sealed partial class WorkOrderStore
{
    /// <summary>Number of attempts after which an order fails.</summary>
    public const int MaxAttempts = 3;

    /// <summary>The columns of a <see cref="WorkOrder"/>, for <c>select</c> and <c>returning</c>.</summary>
    public const string Columns =
        "id, kind, detail, requested_by, requested_at, started_at, finished_at, attempts, outcome, error";

    private const string LockName = "edgar-orders";

    /// <summary>Maximum time for releasing an order while the process stops.</summary>
    private static readonly TimeSpan ReleaseTimeout = TimeSpan.FromSeconds(5);

    private readonly NpgsqlDataSource _primary;
    private readonly TimeProvider _time;
    private readonly ILogger<WorkOrderStore> _logger;

    internal WorkOrderStore(NpgsqlDataSource primary, TimeProvider time, ILogger<WorkOrderStore> logger) =>
        (_primary, _time, _logger) = (primary, time, logger);

    /// <summary>Runs the oldest open order and stores its result; false if no order is open or another Warmer is busy with one.</summary>
    /// <param name="work">Runs the order; returns its result as JSON.</param>
    /// <param name="cancellationToken">Stops the work; the order then waits for the next start, and the attempt does not count.</param>
    public async Task<bool> RunNextAsync(Func<WorkOrder, CancellationToken, Task<string>> work, CancellationToken cancellationToken)
    {
        if (!await IsAnyOpenAsync(cancellationToken).ConfigureAwait(false)) return false;
        var handle = await AdvisoryLock.TryAcquireAsync(LockName, _primary, cancellationToken).ConfigureAwait(false);
        if (handle is null) return false;
        await using var _ = handle.ConfigureAwait(false);
        foreach (var exhausted in await FailExhaustedAsync(cancellationToken).ConfigureAwait(false))
            LogFailed(exhausted.Id, exhausted.Kind, exhausted.RequestedBy, exhausted.Error);
        if (await BeginAsync(cancellationToken).ConfigureAwait(false) is not { } order) return false;
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, handle.Lost);
        try
        {
            var outcome = await work(order, stopping.Token).ConfigureAwait(false);
            await EndAsync(order, outcome, null, isOver: true, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await TryReleaseAsync(order).ConfigureAwait(false);
            throw;
        }
        catch (Exception error) when (!stopping.IsCancellationRequested)
        {
            var isOver = order.Attempts >= MaxAttempts;
            await EndAsync(order, null, error.Message, isOver, cancellationToken).ConfigureAwait(false);
            if (isOver) LogFailed(order.Id, order.Kind, order.RequestedBy, error.Message);
            throw;
        }

        return true;
    }

    private Task<bool> IsAnyOpenAsync(CancellationToken cancellationToken) => _primary.QuerySingleAsync<bool>(
        "select exists (select from work_orders where finished_at is null)", null, cancellationToken);

    /// <summary>
    /// Fails exhausted orders. Nobody else is running them while this process holds the lock, so every attempt ended its process.
    /// </summary>
    private Task<IReadOnlyList<WorkOrder>> FailExhaustedAsync(CancellationToken cancellationToken) => UpdateAsync(
        "set finished_at = @Now, error = @Error where finished_at is null and attempts >= @MaxAttempts",
        new
        {
            Now = _time.GetUtcNow(), MaxAttempts,
            Error = $"Not completed after {MaxAttempts} attempts: the Warmer stopped or lost its database during each.",
        },
        cancellationToken);

    private async Task<WorkOrder?> BeginAsync(CancellationToken cancellationToken) => (await UpdateAsync(
        """
        set started_at = @Now, attempts = attempts + 1
        where id = (select id from work_orders where finished_at is null order by id limit 1)
        """,
        new { Now = _time.GetUtcNow() }, cancellationToken).ConfigureAwait(false)).SingleOrDefault();

    private async Task EndAsync(WorkOrder order, string? outcome, string? error, bool isOver, CancellationToken cancellationToken) =>
        await UpdateAsync(
            "set finished_at = @At, outcome = @Outcome::jsonb, error = @Error where id = @Id",
            new { order.Id, At = isOver ? _time.GetUtcNow() : (DateTimeOffset?)null, Outcome = outcome, Error = error },
            cancellationToken).ConfigureAwait(false);

    /// <summary>Releases the order of a stopping process; the attempt does not count.</summary>
    private async Task TryReleaseAsync(WorkOrder order)
    {
        using var limit = new CancellationTokenSource(ReleaseTimeout, _time);
        try
        {
            await UpdateAsync(
                "set started_at = null, attempts = attempts - 1 where id = @Id", new { order.Id }, limit.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            LogNotReleased(order.Id, order.Kind, order.Attempts, MaxAttempts, error.Message);
        }
    }

    private Task<IReadOnlyList<WorkOrder>> UpdateAsync(string change, object parameters, CancellationToken cancellationToken) =>
        _primary.QueryAsync<WorkOrder>($"update work_orders {change} returning {Columns}", parameters, cancellationToken);

    [LoggerMessage(LogLevel.Error, "Order {Order} ({Kind}) of {RequestedBy} failed. {Reason}")]
    private partial void LogFailed(long order, string kind, string requestedBy, string? reason);

    [LoggerMessage(
        LogLevel.Warning,
        "Cannot release order {Order} ({Kind}) while stopping; it counts as attempt {Attempt} of {MaxAttempts}: {Reason}")]
    private partial void LogNotReleased(long order, string kind, int attempt, int maxAttempts, string reason);
}
