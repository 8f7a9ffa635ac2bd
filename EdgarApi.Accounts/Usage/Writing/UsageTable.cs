using Dapper;
using EdgarApi.Storage.Postgres;
using Npgsql;

namespace EdgarApi.Accounts.Usage.Writing;

/// <summary>The final destination of batches.</summary>
internal interface IUsageTable
{
    /// <summary>Writes batches in one transaction; skips those that were already written.</summary>
    Task WriteAsync(IReadOnlyList<UsageBatch> batches, CancellationToken cancellationToken);
}

/// <summary>Writes to <c>api_usage</c> on the primary by binary COPY, and the batches' ids in the same transaction.</summary>
internal sealed class UsageTable(NpgsqlDataSource primary) : IUsageTable
{
    private const string Copy = $"copy api_usage ({UsageRows.Columns}) from stdin (format binary)";

    private const string InsertBatches = """
        insert into usage_batches (id, created_at, first_request_at, rows)
        select * from unnest(@Ids, @CreatedAt, @FirstRequestAt, @Rows) on conflict (id) do nothing returning id
        """;

    public async Task WriteAsync(IReadOnlyList<UsageBatch> batches, CancellationToken cancellationToken)
    {
        var transaction = await primary.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = transaction.ConfigureAwait(false);
        var connection = transaction.Connection;
        // The insert waits for a concurrent transaction that is writing the same batch and so sees its outcome.
        var missing = await InsertBatchesAsync(connection, batches, cancellationToken).ConfigureAwait(false);
        if (missing.Count > 0)
            await CopyAsync(connection, batches.Where(batch => missing.Contains(batch.Id)), cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<HashSet<Guid>> InsertBatchesAsync(
        NpgsqlConnection connection, IReadOnlyList<UsageBatch> batches, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            Ids = batches.Select(batch => batch.Id).ToArray(),
            CreatedAt = batches.Select(batch => batch.CreatedAt).ToArray(),
            FirstRequestAt = batches.Select(batch => batch.FirstRequestAt).ToArray(),
            Rows = batches.Select(batch => batch.Rows).ToArray(),
        };
        return [.. await connection.ReadRowsAsync<Guid>(
            new CommandDefinition(InsertBatches, parameters, cancellationToken: cancellationToken)).ConfigureAwait(false)];
    }

    private static async Task CopyAsync(NpgsqlConnection connection, IEnumerable<UsageBatch> batches, CancellationToken cancellationToken)
    {
        var copy = await connection.BeginRawBinaryCopyAsync(Copy, cancellationToken).ConfigureAwait(false);
        await using var _ = copy.ConfigureAwait(false);
        await copy.WriteAsync(UsageRows.Header, cancellationToken).ConfigureAwait(false);
        foreach (var batch in batches) await copy.WriteAsync(batch.Data, cancellationToken).ConfigureAwait(false);
        await copy.WriteAsync(UsageRows.Trailer, cancellationToken).ConfigureAwait(false);
    }
}
