using Npgsql;

namespace EdgarApi.Data.Postgres;

/// <summary>
/// A turn at what one process does at a time, over all processes: an advisory lock of the primary, on a connection of its own. It is asked for again and again
/// instead of waited for in the server, where a waiting statement would be in the way of indexes that are built online.
/// </summary>
public sealed class Turn : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly NpgsqlConnection connection;
    private readonly string name;
    private readonly CancellationTokenSource lost = new();
    private readonly CancellationTokenSource over = new();
    private readonly Task watch;

    private Turn(NpgsqlConnection connection, string name)
    {
        (this.connection, this.name) = (connection, name);
        watch = WatchAsync();
    }

    /// <summary>Is cancelled when the connection is lost, and the turn with it.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>Waits for its turn.</summary>
    /// <param name="name">Of what is done in turns.</param>
    /// <param name="primary">The primary.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<Turn> TakeAsync(string name, NpgsqlDataSource primary, CancellationToken cancellationToken) =>
        (await TakeAsync(name, primary, isPatient: true, cancellationToken).ConfigureAwait(false))!;

    /// <summary>Takes its turn if nobody has it; null when somebody has.</summary>
    /// <param name="name">Of what is done in turns.</param>
    /// <param name="primary">The primary.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public static Task<Turn?> TryTakeAsync(string name, NpgsqlDataSource primary, CancellationToken cancellationToken) =>
        TakeAsync(name, primary, isPatient: false, cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (over.IsCancellationRequested) return;
        await over.CancelAsync().ConfigureAwait(false);
        await watch.ConfigureAwait(false);
        try
        {
            // A server that does not answer has lost the connection, or will.
            await AskAsync(connection, "pg_advisory_unlock", name, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (error is InvalidOperationException or NpgsqlException)
        {
            // The connection is lost, so the server has taken the lock back already: what was done in the turn does not fail for that.
        }

        await connection.DisposeAsync().ConfigureAwait(false);
        lost.Dispose();
        over.Dispose();
    }

    private static async Task<Turn?> TakeAsync(string name, NpgsqlDataSource primary, bool isPatient, CancellationToken cancellationToken)
    {
        var connection = await primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (!await AskAsync(connection, "pg_try_advisory_lock", name, cancellationToken).ConfigureAwait(false))
            {
                if (!isPatient)
                {
                    await connection.DisposeAsync().ConfigureAwait(false);
                    return null;
                }

                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }

            return new Turn(connection, name);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<bool> AskAsync(NpgsqlConnection connection, string function, string name, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand($"select {function}(hashtextextended($1, 0))", connection) { Parameters = { new() { Value = name } } };
        await using var _ = command.ConfigureAwait(false);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>Listens on the connection, where nothing comes but its end.</summary>
    private async Task WatchAsync()
    {
        try
        {
            while (true) await connection.WaitAsync(over.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException or IOException)
        {
            await lost.CancelAsync().ConfigureAwait(false);
        }
    }
}
