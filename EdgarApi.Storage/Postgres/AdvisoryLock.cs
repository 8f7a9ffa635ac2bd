using System.Diagnostics;
using Medallion.Threading.Postgres;
using Npgsql;

namespace EdgarApi.Storage.Postgres;

/// <summary>A turn at what one process does at a time, over all processes: an advisory lock of the primary, on a connection of its own.</summary>
public sealed class AdvisoryLock : IAsyncDisposable
{
    private readonly PostgresDistributedLockHandle handle;

    private AdvisoryLock(PostgresDistributedLockHandle handle) => this.handle = handle;

    /// <summary>Is cancelled when the connection is lost, and the turn with it.</summary>
    public CancellationToken Lost => handle.HandleLostToken;

    /// <summary>Waits for its turn.</summary>
    /// <param name="name">Of what is done in turns.</param>
    /// <param name="primary">The primary.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<AdvisoryLock> TakeAsync(string name, NpgsqlDataSource primary, CancellationToken cancellationToken)
    {
        LeaveTrace();
        return new AdvisoryLock(await CreateLock(name, primary).AcquireAsync(null, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Takes its turn if nobody has it; null when somebody has.</summary>
    /// <param name="name">Of what is done in turns.</param>
    /// <param name="primary">The primary.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public static async Task<AdvisoryLock?> TryTakeAsync(string name, NpgsqlDataSource primary, CancellationToken cancellationToken)
    {
        LeaveTrace();
        return await CreateLock(name, primary).TryAcquireAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false) is { } handle ? new AdvisoryLock(handle) : null;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        try
        {
            await handle.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is InvalidOperationException or NpgsqlException)
        {
            // The connection is lost, so the server has taken the lock back already: what was done in the turn does not fail for that.
        }
    }

    /// <summary>The lock's keep-alive would go on in the trace of its taker. It holds for the calling asynchronous method.</summary>
    private static void LeaveTrace() => Activity.Current = null;

    private static PostgresDistributedLock CreateLock(string name, NpgsqlDataSource primary) =>
        new(new PostgresAdvisoryLockKey(name, allowHashing: true), primary);
}
