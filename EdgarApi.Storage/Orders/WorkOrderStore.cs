using Dapper;
using EdgarApi.Storage.Postgres;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgarApi.Storage.Orders;

/// <summary>
/// The table <c>work_orders</c> as the Warmer sees it: one order at a time, over all Warmers. An attempt is counted before the work begins, so that an order
/// that ends the process each time is given up as one that fails is.
/// </summary>
public sealed partial class WorkOrderStore
{
    /// <summary>An order that was begun so often and is not done is given up.</summary>
    public const int MaxAttempts = 3;

    /// <summary>The columns of a <see cref="WorkOrder"/>, for a select or a returning.</summary>
    public const string Columns = """
        id as Id, kind as Kind, detail as Detail, requested_by as RequestedBy, requested_at as RequestedAt, started_at as StartedAt, finished_at as FinishedAt,
            attempts as Attempts, outcome as Outcome, error as Error
        """;

    private const string TurnName = "edgar-orders";

    /// <summary>What a stopping process has for it.</summary>
    private static readonly TimeSpan TimeToGiveBack = TimeSpan.FromSeconds(5);

    private readonly NpgsqlDataSource primary;
    private readonly TimeProvider time;
    private readonly ILogger<WorkOrderStore> logger;

    internal WorkOrderStore(NpgsqlDataSource primary, TimeProvider time, ILogger<WorkOrderStore> logger) => (this.primary, this.time, this.logger) = (primary, time, logger);

    /// <summary>Takes the oldest open order, does it and notes what came of it; false when none is open, or another Warmer is at one.</summary>
    /// <param name="work">Does it; returns what came of it as JSON.</param>
    /// <param name="cancellationToken">Stops; the order waits for the next start, and the attempt does not count.</param>
    public async Task<bool> DoNextAsync(Func<WorkOrder, CancellationToken, Task<string>> work, CancellationToken cancellationToken)
    {
        if (!await IsAnyOpenAsync(cancellationToken).ConfigureAwait(false)) return false;
        var turn = await AdvisoryLock.TryTakeAsync(TurnName, primary, cancellationToken).ConfigureAwait(false);
        if (turn is null) return false;
        await using var _ = turn.ConfigureAwait(false);
        foreach (var given in await GiveUpAsync(cancellationToken).ConfigureAwait(false)) LogGivenUp(given.Id, given.Kind, given.RequestedBy, given.Error);
        if (await BeginAsync(cancellationToken).ConfigureAwait(false) is not { } order) return false;
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, turn.Lost);
        try
        {
            await EndAsync(order, await work(order, stopping.Token).ConfigureAwait(false), null, isOver: true, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await TryGiveBackAsync(order).ConfigureAwait(false);
            throw;
        }
        catch (Exception error) when (!stopping.IsCancellationRequested)
        {
            var isOver = order.Attempts >= MaxAttempts;
            await EndAsync(order, null, error.Message, isOver, cancellationToken).ConfigureAwait(false);
            if (isOver) LogGivenUp(order.Id, order.Kind, order.RequestedBy, error.Message);
            throw;
        }

        return true;
    }

    private async Task<bool> IsAnyOpenAsync(CancellationToken cancellationToken)
    {
        var connection = await primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        return await connection.QuerySingleAsync<bool>(new CommandDefinition(
            "select exists (select from work_orders where finished_at is null)", cancellationToken: cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Whoever has the turn knows that nobody is at an open order: one that was begun so often ended its process each time.</summary>
    private Task<IReadOnlyList<WorkOrder>> GiveUpAsync(CancellationToken cancellationToken) => UpdateAsync(
        "set finished_at = @Now, error = @Error where finished_at is null and attempts >= @MaxAttempts",
        new { Now = time.GetUtcNow(), MaxAttempts, Error = $"Begun {MaxAttempts} times and never over: the Warmer ended, or lost its database, while it was at it." },
        cancellationToken);

    private async Task<WorkOrder?> BeginAsync(CancellationToken cancellationToken) => (await UpdateAsync(
        "set started_at = @Now, attempts = attempts + 1 where id = (select id from work_orders where finished_at is null order by id limit 1)",
        new { Now = time.GetUtcNow() }, cancellationToken).ConfigureAwait(false)).SingleOrDefault();

    private async Task EndAsync(WorkOrder order, string? outcome, string? error, bool isOver, CancellationToken cancellationToken) => await UpdateAsync(
        "set finished_at = @At, outcome = @Outcome::jsonb, error = @Error where id = @Id",
        new { order.Id, At = isOver ? time.GetUtcNow() : (DateTimeOffset?)null, Outcome = outcome, Error = error }, cancellationToken).ConfigureAwait(false);

    /// <summary>The process was told to stop, which is not the order's fault.</summary>
    private async Task TryGiveBackAsync(WorkOrder order)
    {
        using var limit = new CancellationTokenSource(TimeToGiveBack, time);
        try
        {
            await UpdateAsync("set started_at = null, attempts = attempts - 1 where id = @Id", new { order.Id }, limit.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            LogNotGivenBack(order.Id, order.Kind, order.Attempts, MaxAttempts, error.Message);
        }
    }

    private async Task<IReadOnlyList<WorkOrder>> UpdateAsync(string change, object parameters, CancellationToken cancellationToken)
    {
        var connection = await primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        return (await connection.QueryAsync<WorkOrder>(new CommandDefinition(
            $"update work_orders {change} returning {Columns}", parameters, cancellationToken: cancellationToken)).ConfigureAwait(false)).AsList();
    }

    [LoggerMessage(LogLevel.Error, "Order {Order} ({Kind}) of {RequestedBy} is given up. {Reason}")]
    private partial void LogGivenUp(long order, string kind, string requestedBy, string? reason);

    [LoggerMessage(LogLevel.Warning, "Order {Order} ({Kind}) was interrupted by the stop and could not be given back; it counts as attempt {Attempt} of {MaxAttempts}: {Reason}")]
    private partial void LogNotGivenBack(long order, string kind, int attempt, int maxAttempts, string reason);
}
