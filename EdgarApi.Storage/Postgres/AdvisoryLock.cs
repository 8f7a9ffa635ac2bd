using System.Diagnostics;
using Medallion.Threading.Postgres;
using Npgsql;

namespace EdgarApi.Storage.Postgres;

/// <summary>A mutex over all processes: a session-level advisory lock on the primary, held by a dedicated connection.</summary>
public sealed class AdvisoryLock : IAsyncDisposable
{
    private readonly PostgresDistributedLockHandle _handle;

    private AdvisoryLock(PostgresDistributedLockHandle handle) => _handle = handle;

    /// <summary>Cancelled when the connection is lost, and the lock with it.</summary>
    public CancellationToken Lost => _handle.HandleLostToken;

    /// <summary>Waits for the lock.</summary>
    /// <param name="name">Name of the lock.</param>
    /// <param name="primary">The primary.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public static async Task<AdvisoryLock> AcquireAsync(string name, NpgsqlDataSource primary, CancellationToken cancellationToken)
    {
        DetachTrace();
        return new AdvisoryLock(await CreateLock(name, primary).AcquireAsync(null, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Takes the lock if it is free; otherwise returns null.</summary>
    /// <param name="name">Name of the lock.</param>
    /// <param name="primary">The primary.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    public static async Task<AdvisoryLock?> TryAcquireAsync(string name, NpgsqlDataSource primary, CancellationToken cancellationToken)
    {
        DetachTrace();
        var handle = await CreateLock(name, primary).TryAcquireAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        return handle is null ? null : new AdvisoryLock(handle);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _handle.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is InvalidOperationException or NpgsqlException)
        {
            // The connection is lost, so the server has released the lock; the completed work does not fail because of that.
        }
    }

    /// <summary>Keeps the lock's keep-alive queries out of the caller's trace. Applies to the calling async method only.</summary>
    private static void DetachTrace() => Activity.Current = null;

    private static PostgresDistributedLock CreateLock(string name, NpgsqlDataSource primary) =>
        new(new PostgresAdvisoryLockKey(name, allowHashing: true), primary);
}
