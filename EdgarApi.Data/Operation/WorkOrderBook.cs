using Dapper;
using EdgarApi.Data.Postgres;
using Npgsql;

namespace EdgarApi.Data.Operation;

/// <summary>The table <c>work_orders</c> as the Warmer sees it: one order at a time, over all Warmers.</summary>
public sealed class WorkOrderBook
{
    /// <summary>An order that failed so often is given up.</summary>
    public const int MaxAttempts = 3;

    internal const string Columns = """
        id as Id, kind as Kind, detail as Detail, requested_by as RequestedBy, requested_at as RequestedAt, started_at as StartedAt, finished_at as FinishedAt,
            attempts as Attempts, outcome as Outcome, error as Error
        """;

    private const string TurnName = "edgar-orders";

    private readonly NpgsqlDataSource primary;
    private readonly TimeProvider time;

    internal WorkOrderBook(NpgsqlDataSource primary, TimeProvider time) => (this.primary, this.time) = (primary, time);

    /// <summary>Takes the oldest open order, does it and notes what came of it; false when none is open, or another Warmer is at one.</summary>
    /// <param name="work">Does it; returns what came of it as JSON.</param>
    /// <param name="cancellationToken">Stops; the order stays open for the next start.</param>
    public async Task<bool> DoNextAsync(Func<WorkOrder, CancellationToken, Task<string>> work, CancellationToken cancellationToken)
    {
        if (!await IsAnyOpenAsync(cancellationToken).ConfigureAwait(false)) return false;
        var turn = await Turn.TryTakeAsync(TurnName, primary, cancellationToken).ConfigureAwait(false);
        if (turn is null) return false;
        await using var _ = turn.ConfigureAwait(false);
        if (await BeginAsync(cancellationToken).ConfigureAwait(false) is not { } order) return false;
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, turn.Lost);
        try
        {
            await EndAsync(order, await work(order, stopping.Token).ConfigureAwait(false), null, isOver: true, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (!stopping.IsCancellationRequested)
        {
            await EndAsync(order, null, error.Message, isOver: order.Attempts >= MaxAttempts, cancellationToken).ConfigureAwait(false);
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

    private async Task<WorkOrder?> BeginAsync(CancellationToken cancellationToken)
    {
        var connection = await primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        return await connection.QuerySingleOrDefaultAsync<WorkOrder>(new CommandDefinition(
            $"""
            update work_orders set started_at = @Now, attempts = attempts + 1
            where id = (select id from work_orders where finished_at is null order by id limit 1) returning {Columns}
            """,
            new { Now = time.GetUtcNow() }, cancellationToken: cancellationToken)).ConfigureAwait(false);
    }

    private async Task EndAsync(WorkOrder order, string? outcome, string? error, bool isOver, CancellationToken cancellationToken)
    {
        var connection = await primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        await connection.ExecuteAsync(new CommandDefinition(
            "update work_orders set finished_at = @At, outcome = @Outcome::jsonb, error = @Error where id = @Id",
            new { order.Id, At = isOver ? time.GetUtcNow() : (DateTimeOffset?)null, Outcome = outcome, Error = error }, cancellationToken: cancellationToken)).ConfigureAwait(false);
    }
}
