using Npgsql;

namespace EdgarApi.Storage.Postgres;

/// <summary>A connection with a transaction. Disposing it rolls back unless the transaction was committed.</summary>
public sealed class DatabaseTransaction : IAsyncDisposable
{
    private readonly NpgsqlTransaction _transaction;

    internal DatabaseTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        (Connection, _transaction) = (connection, transaction);

    /// <summary>The connection, which can be used after the commit.</summary>
    public NpgsqlConnection Connection { get; }

    /// <summary>Commits the transaction.</summary>
    public Task CommitAsync(CancellationToken cancellationToken) => _transaction.CommitAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await using var _ = Connection.ConfigureAwait(false);
        await _transaction.DisposeAsync().ConfigureAwait(false);
    }
}
