using Npgsql;

namespace EdgarApi.Operations.Drills;

/// <summary>
/// A moment at which no transaction writes. What was committed before it is exactly what a snapshot taken at it sees, so a restore up to
/// that time can be compared with the snapshot. Writers wait for a few milliseconds.
/// </summary>
internal sealed class QuietMoment : IAsyncDisposable
{
    private const int Attempts = 20;

    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnection _snapshot;
    private readonly NpgsqlTransaction _transaction;

    private QuietMoment(NpgsqlDataSource source, NpgsqlConnection snapshot, NpgsqlTransaction transaction, string time, string position) =>
        (_source, _snapshot, _transaction, Time, Position) = (source, snapshot, transaction, time, position);

    /// <summary>The time on the primary's clock, as <c>recovery_target_time</c> takes it.</summary>
    public string Time { get; }

    /// <summary>The end of the write-ahead log at that time.</summary>
    public string Position { get; }

    /// <summary>The connection whose transaction still sees the state of that time.</summary>
    public NpgsqlConnection Snapshot => _snapshot;

    /// <exception cref="DrillException">Writers leave no gap.</exception>
    public static async Task<QuietMoment> FindAsync(DatabaseServer primary, CancellationToken cancellationToken)
    {
        var source = NpgsqlDataSource.Create(primary.ConnectionString);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryFindAsync(source, cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException error) when (error.SqlState
                is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                if (attempt == Attempts) throw new DrillException("writers leave no moment at which all tables can be locked", error);
            }
        }
    }

    private static async Task<QuietMoment> TryFindAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        var locking = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = locking.ConfigureAwait(false);
        var tables = await DatabaseDigest.ReadTablesAsync(locking, cancellationToken).ConfigureAwait(false);
        var locks = await locking.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = locks.ConfigureAwait(false);
        await ExecuteAsync(locking, $"set local lock_timeout = '2s'; lock table {string.Join(", ", tables)} in share mode")
            .ConfigureAwait(false);

        var snapshot = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        var transaction = await snapshot.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken)
            .ConfigureAwait(false);
        var command = new NpgsqlCommand("select clock_timestamp()::text, pg_current_wal_lsn()::text", snapshot);
        await using var ___ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            // Leaving this method ends the locks.
            return new QuietMoment(source, snapshot, transaction, reader.GetString(0), reader.GetString(1));
        }

        async Task ExecuteAsync(NpgsqlConnection connection, string sql)
        {
            var statement = new NpgsqlCommand(sql, connection);
            await using var ____ = statement.ConfigureAwait(false);
            await statement.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync().ConfigureAwait(false);
        await _snapshot.DisposeAsync().ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
    }
}
