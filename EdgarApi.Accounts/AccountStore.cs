using EdgarApi.Accounts.Keys;
using EdgarApi.Storage.Postgres;
using Npgsql;

namespace EdgarApi.Accounts;

/// <summary>
/// Organizations, users and keys on the primary. Each change is one transaction that includes its audit row; all processes see it
/// immediately. Callers limited to one organization do not see the others.
/// </summary>
public sealed partial class AccountStore
{
    private readonly NpgsqlDataSource _primary;
    private readonly KeyChangeChannel _changes;
    private readonly TierCatalog _tiers;
    private readonly TimeProvider _time;

    internal AccountStore(NpgsqlDataSource primary, KeyChangeChannel changes, TierCatalog tiers, TimeProvider time) =>
        (_primary, _changes, _tiers, _time) = (primary, changes, tiers, time);

    /// <summary>Runs a change in a transaction, one at a time. Rolls back if it returns null.</summary>
    private async Task<T?> ChangeAsync<T>(Actor actor, Func<AccountChange, Task<T?>> work, CancellationToken cancellationToken)
        where T : class
    {
        var transaction = await _primary.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = transaction.ConfigureAwait(false);
        var change = new AccountChange(transaction.Connection, actor, cancellationToken);
        await change.LockAsync().ConfigureAwait(false);
        var result = await work(change).ConfigureAwait(false);
        if (result is null) return null;
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        await _changes.PublishAsync(change.Keys).ConfigureAwait(false);
        return result;
    }

    /// <summary>Translates the violation of a unique constraint to a conflict.</summary>
    private static async Task<T> WithConflictAsync<T>(Task<T> change, string constraint, string message)
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
