using EdgarApi.Storage.Postgres;
using Npgsql;

namespace EdgarApi.Storage.Routing;

/// <summary>
/// Reads data that must not be stale from the primary, and from a replica only while the primary is unavailable. For example, a replica may
/// not know yet that a key was revoked.
/// </summary>
public sealed class PrimaryReader(NodeSet nodes, IReadRouter router, TimeProvider time)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    /// <summary>Runs a read; it may run again on another node.</summary>
    /// <exception cref="DatabaseUnavailableException">No node responds.</exception>
    public async Task<T> ReadAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        if (nodes.Primary.Health.IsReachable)
        {
            try
            {
                return await ReadFromPrimaryAsync(read, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested && ReadFailures.Classify(error) != ReadFailure.Fatal)
            {
                // Trying another node is enough here; the router records node failures.
            }
        }

        return await router.ReadAsync(ReadRole.Api, Freshness.Any, read, cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> ReadFromPrimaryAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token, nodes.Primary.Health.Outage);
        try
        {
            return await PromptCancellation.RunAsync(token => ConnectAndReadAsync(read, token), either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException timeout) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The primary did not respond in time.", timeout);
        }
    }

    private async Task<T> ConnectAndReadAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var connection = await nodes.Primary.Reads.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false)) return await read(connection, cancellationToken).ConfigureAwait(false);
    }
}
