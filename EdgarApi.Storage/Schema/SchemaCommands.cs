using Dapper;
using Npgsql;

namespace EdgarApi.Storage.Schema;

/// <summary>Statements on the schema of tables that are in use.</summary>
public static class SchemaCommands
{
    /// <summary>How long a statement may stand in the queue for its lock, and hold up those who come after it.</summary>
    private const string Patience = "300ms";

    /// <summary>Outside a transaction, for as long as it takes: for statements under whose locks others go on.</summary>
    public static async Task AlterAsync(this NpgsqlConnection connection, string sql, CancellationToken cancellationToken) =>
        await connection.ExecuteAsync(new CommandDefinition(sql, commandTimeout: 0, cancellationToken: cancellationToken)).ConfigureAwait(false);

    /// <summary>
    /// For statements that are done at once and yet exclude writers. Waiting for one writer they would hold up all others, so they give way and come again.
    /// </summary>
    public static async Task AlterBrieflyAsync(this NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        while (true)
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = transaction.ConfigureAwait(false);
            try
            {
                await connection.AlterAsync($"set local lock_timeout = '{Patience}'", cancellationToken).ConfigureAwait(false);
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
