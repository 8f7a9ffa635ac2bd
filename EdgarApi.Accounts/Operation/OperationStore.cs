using System.Text.Json;
using Dapper;
using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Ingest;
using EdgarApi.Storage.Orders;
using EdgarApi.Storage.Publication;
using Npgsql;

namespace EdgarApi.Accounts.Operation;

/// <summary>What operators do to the running system, each with its row of the audit trail in the same transaction, and what they see of it.</summary>
public sealed class OperationStore
{
    private readonly NpgsqlDataSource primary;
    private readonly VersionPublisher publisher;

    internal OperationStore(NpgsqlDataSource primary, VersionPublisher publisher) => (this.primary, this.publisher) = (primary, publisher);

    /// <summary>
    /// Gives a company's data another version, so that everything cached of it is left behind in all processes: answers in memory and in Redis, facts, snapshots.
    /// The data stays as it is.
    /// </summary>
    /// <returns>The new version; null when no data of the company is loaded.</returns>
    public async Task<long?> InvalidateAsync(Actor actor, Cik company, CancellationToken cancellationToken)
    {
        const string Sql = """
            select pg_advisory_xact_lock(@Lock);
            with revised as (update companies set revision = nextval('data_version') where cik = @Cik returning revision)
            update company_facts set version = (select revision from revised) where cik = @Cik returning version;
            """;
        var connection = await primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = transaction.ConfigureAwait(false);
        var results = await connection.QueryMultipleAsync(new CommandDefinition(
            Sql, new { Lock = CompanyFactsStore.PublicationLock, Cik = company.Value }, cancellationToken: cancellationToken)).ConfigureAwait(false);
        long? version;
        await using (results.ConfigureAwait(false))
        {
            await results.ReadAsync<object>().ConfigureAwait(false);
            version = await results.ReadSingleOrDefaultAsync<long?>().ConfigureAwait(false);
        }

        if (version is not { } given) return null;
        await new AccountChange(connection, actor, cancellationToken).NoteAsync("company.invalidate", $"company:{company}", null, new { Version = given }).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        var position = await CompanyFactsStore.PositionAsync(connection, cancellationToken).ConfigureAwait(false);
        await publisher.PublishAsync([new WrittenVersion(company, given, "", position)], cancellationToken).ConfigureAwait(false);
        return given;
    }

    /// <summary>Asks the Warmer to do something, now or when it is back.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="kind"><see cref="WorkOrder.Ingest"/> or <see cref="WorkOrder.Warm"/>.</param>
    /// <param name="detail">How, as JSON.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public async Task<WorkOrder> OrderAsync(Actor actor, string kind, string detail, CancellationToken cancellationToken)
    {
        var connection = await primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = transaction.ConfigureAwait(false);
        var order = await connection.QuerySingleAsync<WorkOrder>(new CommandDefinition(
            $"insert into work_orders (kind, detail, requested_by) values (@Kind, @Detail::jsonb, @Name) returning {WorkOrderStore.Columns}",
            new { Kind = kind, Detail = detail, actor.Name }, cancellationToken: cancellationToken)).ConfigureAwait(false);
        await new AccountChange(connection, actor, cancellationToken).NoteAsync($"{kind}.order", $"order:{order.Id}", null, JsonSerializer.Deserialize<JsonElement>(detail)).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return order;
    }

    /// <summary>Orders, the newest first.</summary>
    public Task<IReadOnlyList<WorkOrder>> ListOrdersAsync(long? before, int limit, CancellationToken cancellationToken) => ListAsync<WorkOrder>(
        $"select {WorkOrderStore.Columns} from work_orders where @Before is null or id < @Before order by id desc limit @Limit",
        new { Before = before, Limit = limit }, cancellationToken);

    /// <summary>One order; null when there is none.</summary>
    public async Task<WorkOrder?> FindOrderAsync(long id, CancellationToken cancellationToken) =>
        (await ListAsync<WorkOrder>($"select {WorkOrderStore.Columns} from work_orders where id = @Id", new { Id = id }, cancellationToken).ConfigureAwait(false)).SingleOrDefault();

    /// <summary>Runs of ingest and of warming, the newest first.</summary>
    public Task<IReadOnlyList<OperationRun>> ListRunsAsync(int limit, CancellationToken cancellationToken) => ListAsync<OperationRun>(
        """
        (select 'ingest' as Kind, id as Id, source as Name, started_at as StartedAt, finished_at as FinishedAt, error as Error,
            written || ' written, ' || unchanged || ' unchanged, ' || failed || ' failed' as Result
        from ingest_runs order by id desc limit @Limit)
        union all
        (select 'warm', id, strategy, started_at, finished_at, error,
            warmed || ' warmed, ' || already_warm || ' already warm, ' || refused || ' refused of ' || answers
        from warm_runs order by id desc limit @Limit)
        order by 4 desc limit @Limit
        """,
        new { Limit = limit }, cancellationToken);

    private async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object parameters, CancellationToken cancellationToken)
    {
        var connection = await primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        return (await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)).ConfigureAwait(false)).AsList();
    }
}

/// <summary>A run of ingest or warming.</summary>
public sealed record OperationRun
{
    /// <summary><c>ingest</c> or <c>warm</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Its row.</summary>
    public long Id { get; init; }

    /// <summary>The source or the strategy.</summary>
    public string Name { get; init; } = "";

    /// <summary>When it began, UTC.</summary>
    public DateTime StartedAt { get; init; }

    /// <summary>When it ended, UTC; null while it goes on.</summary>
    public DateTime? FinishedAt { get; init; }

    /// <summary>What it came to.</summary>
    public string Result { get; init; } = "";

    /// <summary>Why it ended early.</summary>
    public string? Error { get; init; }
}
