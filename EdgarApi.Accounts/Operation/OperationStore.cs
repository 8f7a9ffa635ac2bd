using System.Text.Json;
using Dapper;
using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Ingest;
using EdgarApi.Storage.Orders;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Publication;
using Npgsql;

namespace EdgarApi.Accounts.Operation;

/// <summary>
/// Operators' actions on the running system, each in one transaction with its audit row, and the state that they can see.
/// </summary>
public sealed class OperationStore
{
    private readonly NpgsqlDataSource _primary;
    private readonly VersionPublisher _publisher;

    internal OperationStore(NpgsqlDataSource primary, VersionPublisher publisher) => (_primary, _publisher) = (primary, publisher);

    /// <summary>
    /// Assigns a new version to a company's data. All processes then abandon what they cached: responses in memory and in Redis, facts and
    /// snapshots. The data itself does not change.
    /// </summary>
    /// <returns>The new version; null if the company's data is not loaded.</returns>
    public async Task<long?> InvalidateAsync(Actor actor, Cik company, CancellationToken cancellationToken)
    {
        const string Sql = """
            select pg_advisory_xact_lock(@Lock);
            with revised as (update companies set revision = nextval('data_version') where cik = @Cik returning revision)
            update company_facts set version = (select revision from revised) where cik = @Cik returning version;
            """;
        var transaction = await _primary.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = transaction.ConfigureAwait(false);
        var connection = transaction.Connection;
        var results = await ResultReader.OpenAsync(connection, new CommandDefinition(
            Sql, new { Lock = CompanyFactsStore.PublicationLock, Cik = company.Value }, cancellationToken: cancellationToken))
                .ConfigureAwait(false);
        long? version;
        await using (results.ConfigureAwait(false))
        {
            await results.ReadRowsAsync<object>().ConfigureAwait(false);
            version = await results.ReadSingleOrDefaultAsync<long?>().ConfigureAwait(false);
        }

        if (version is not { } newVersion) return null;
        await new AccountChange(connection, actor, cancellationToken).AuditAsync(
            "company.invalidate", $"company:{company}", null, new { Version = newVersion }).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        await _publisher.AnnounceAsync(company, newVersion).ConfigureAwait(false);
        return newVersion;
    }

    /// <summary>Queues a work order for the Warmer, which handles it as soon as it runs.</summary>
    /// <param name="actor">The author of the order.</param>
    /// <param name="kind"><see cref="WorkOrder.Ingest"/> or <see cref="WorkOrder.Warm"/>.</param>
    /// <param name="detail">Parameters as JSON.</param>
    /// <param name="cancellationToken">Cancels the transaction.</param>
    public async Task<WorkOrder> OrderAsync(Actor actor, string kind, string detail, CancellationToken cancellationToken)
    {
        var transaction = await _primary.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = transaction.ConfigureAwait(false);
        var order = await transaction.Connection.ReadSingleAsync<WorkOrder>(new CommandDefinition(
            $"""
            insert into work_orders (kind, detail, requested_by) values (@Kind, @Detail::jsonb, @Name)
            returning {WorkOrderStore.Columns}
            """,
            new { Kind = kind, Detail = detail, actor.Name }, cancellationToken: cancellationToken)).ConfigureAwait(false);
        await new AccountChange(transaction.Connection, actor, cancellationToken).AuditAsync(
            $"{kind}.order", $"order:{order.Id}", null, JsonSerializer.Deserialize<JsonElement>(detail)).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return order;
    }

    /// <summary>Records a drill in the audit trail.</summary>
    /// <param name="actor">Who ran it.</param>
    /// <param name="drill">Its name.</param>
    /// <param name="result">What it found; it becomes JSON.</param>
    /// <param name="cancellationToken">Cancels the transaction.</param>
    public async Task RecordDrillAsync(Actor actor, string drill, object result, CancellationToken cancellationToken)
    {
        var transaction = await _primary.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = transaction.ConfigureAwait(false);
        await new AccountChange(transaction.Connection, actor, cancellationToken).AuditAsync($"drill.{drill}", "system", null, result)
            .ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns a page of orders, newest first.</summary>
    public Task<IReadOnlyList<WorkOrder>> ListOrdersAsync(long? before, int limit, CancellationToken cancellationToken) =>
        _primary.QueryAsync<WorkOrder>(
            $"select {WorkOrderStore.Columns} from work_orders where @Before is null or id < @Before order by id desc limit @Limit",
            new { Before = before, Limit = limit }, cancellationToken);

    /// <summary>Finds an order by id; null if it does not exist.</summary>
    public Task<WorkOrder?> FindOrderAsync(long id, CancellationToken cancellationToken) =>
        _primary.QuerySingleOrDefaultAsync<WorkOrder>($"select {WorkOrderStore.Columns} from work_orders where id = @Id", new { Id = id },
            cancellationToken);

    /// <summary>Returns the latest runs of ingest and of warming, newest first.</summary>
    public Task<IReadOnlyList<OperationRun>> ListRunsAsync(int limit, CancellationToken cancellationToken) =>
        _primary.QueryAsync<OperationRun>(
        """
        (select 'ingest' as kind, id, source as name, started_at, finished_at, error,
            written || ' written, ' || unchanged || ' unchanged, ' || failed || ' failed' as result
        from ingest_runs order by id desc limit @Limit)
        union all
        (select 'warm', id, strategy, started_at, finished_at, error,
            warmed || ' warmed, ' || already_warm || ' already warm, ' || refused || ' refused of ' || answers
        from warm_runs order by id desc limit @Limit)
        order by 4 desc limit @Limit
        """,
        new { Limit = limit }, cancellationToken);
}

/// <summary>A run of ingest or warming.</summary>
public sealed record OperationRun
{
    /// <summary><c>ingest</c> or <c>warm</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Row id.</summary>
    public long Id { get; init; }

    /// <summary>Name of the source or of the strategy.</summary>
    public string Name { get; init; } = "";

    /// <summary>Start time, UTC.</summary>
    public DateTime StartedAt { get; init; }

    /// <summary>End time, UTC; null while the run is in progress.</summary>
    public DateTime? FinishedAt { get; init; }

    /// <summary>Summary of the result.</summary>
    public string Result { get; init; } = "";

    /// <summary>Why the run ended early; null if it did not.</summary>
    public string? Error { get; init; }
}
