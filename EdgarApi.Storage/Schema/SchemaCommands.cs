using Dapper;
using Npgsql;

namespace EdgarApi.Storage.Schema;

/// <summary>Schema changes of tables in use.</summary>
public static class SchemaCommands
{
    /// <summary>How long a statement may wait for its lock. While it waits, later statements queue behind it.</summary>
    private const string LockTimeout = "300ms";

    /// <summary>Runs a statement outside a transaction and without a timeout. For statements that do not block others.</summary>
    public static async Task AlterAsync(this NpgsqlConnection connection, string sql, CancellationToken cancellationToken) =>
        await connection.ExecuteAsync(
            new CommandDefinition(sql, commandTimeout: 0, cancellationToken: cancellationToken)).ConfigureAwait(false);

    /// <summary>
    /// Runs a fast statement that blocks writers. To avoid blocking all writers while waiting for one, it gives up its place in the lock
    /// queue and retries.
    /// </summary>
    public static async Task AlterBrieflyAsync(this NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        while (true)
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = transaction.ConfigureAwait(false);
            try
            {
                await connection.AlterAsync($"set local lock_timeout = '{LockTimeout}'", cancellationToken).ConfigureAwait(false);
                await connection.AlterAsync(sql, cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                await transaction.RollbackAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
