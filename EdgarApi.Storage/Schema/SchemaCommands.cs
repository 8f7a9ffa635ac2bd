using Dapper;
using EdgarApi.Storage.Postgres;
using Npgsql;

namespace EdgarApi.Storage.Schema;

/// <summary>Schema changes of tables in use.</summary>
public static class SchemaCommands
{
    /// <summary>How long a statement may wait for its lock. While it waits, later statements queue behind it.</summary>
    private const string LockTimeout = "300ms";

    /// <summary>Runs a statement outside a transaction and without a timeout. For statements that do not block others.</summary>
    public static Task AlterAsync(this NpgsqlDataSource source, string sql, CancellationToken cancellationToken) =>
        source.ExecuteAsync(sql, null, cancellationToken, timeoutSeconds: 0);

    /// <summary>
    /// Runs a fast statement that blocks writers. To avoid blocking all writers while waiting for one, it gives up its place in the lock
    /// queue and retries.
    /// </summary>
    public static async Task AlterBrieflyAsync(this NpgsqlDataSource source, string sql, CancellationToken cancellationToken)
    {
        while (true)
        {
            var transaction = await source.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = transaction.ConfigureAwait(false);
            try
            {
                await ExecuteAsync($"set local lock_timeout = '{LockTimeout}'").ConfigureAwait(false);
                await ExecuteAsync(sql).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                // The next attempt is a new transaction; this one is rolled back.
            }

            Task<int> ExecuteAsync(string statement) => transaction.Connection.ExecuteAsync(
                new CommandDefinition(statement, commandTimeout: 0, cancellationToken: cancellationToken));
        }
    }
}
