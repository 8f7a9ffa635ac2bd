using Dapper;
using EdgarApi.Accounts.Keys;
using Npgsql;

namespace EdgarApi.Accounts;

/// <summary>
/// Organizations, users and keys on the primary. Every change is one transaction with its row of the audit trail, and reaches all processes at once.
/// Who reaches one organization only finds nothing of the others.
/// </summary>
public sealed partial class AccountStore
{
    private readonly NpgsqlDataSource primary;
    private readonly KeyChangeChannel news;
    private readonly TierCatalog tiers;
    private readonly TimeProvider time;

    internal AccountStore(NpgsqlDataSource primary, KeyChangeChannel news, TierCatalog tiers, TimeProvider time) =>
        (this.primary, this.news, this.tiers, this.time) = (primary, news, tiers, time);

    /// <summary>Does work in a transaction that no other change runs beside; nothing is kept of it when it finds nothing (null).</summary>
    private async Task<T?> ChangeAsync<T>(Actor actor, Func<AccountChange, Task<T?>> work, CancellationToken cancellationToken) where T : class
    {
        var connection = await primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = transaction.ConfigureAwait(false);
        var change = new AccountChange(connection, actor, cancellationToken);
        await change.LockAsync().ConfigureAwait(false);
        var result = await work(change).ConfigureAwait(false);
        if (result is null) return null;
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        await news.PublishAsync(change.Keys).ConfigureAwait(false);
        return result;
    }

    private async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object parameters, CancellationToken cancellationToken)
    {
        var connection = await primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        return (await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)).ConfigureAwait(false)).AsList();
    }

    /// <summary>Says in words which rule of the tables a change breaks.</summary>
    private static async Task<T> RuledAsync<T>(Task<T> change, string constraint, string message)
    {
        try
        {
            return await change.ConfigureAwait(false);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UniqueViolation && error.ConstraintName == constraint)
        {
            throw new AccountConflictException(message);
        }
    }
}
