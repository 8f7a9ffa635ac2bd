using Npgsql;

namespace EdgarApi.Storage.Routing;

/// <summary>
/// Reads what must not be old: on the primary, and only while that does not answer on a replica. A revoked key has to be a revoked key, and a replica may not
/// have heard of it.
/// </summary>
public sealed class PrimaryReader(NodeSet nodes, IReadRouter router, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Runs a read; it may run again on another node.</summary>
    /// <exception cref="DatabaseUnavailableException">No node could answer.</exception>
    public async Task<T> ReadAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        if (nodes.Primary.Health.IsReachable)
        {
            try
            {
                return await OnPrimaryAsync(read, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested && ReadFailures.Classify(error) != ReadFailure.Fatal)
            {
                // The router notes what ails a node; here it is enough to ask another.
            }
        }

        return await router.ReadAsync(ReadRole.Api, Freshness.Any, read, cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> OnPrimaryAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token, nodes.Primary.Health.Outage);
        try
        {
            return await ConnectAndReadAsync(read, either.Token).WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException canceled) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The primary did not answer in time.", canceled);
        }
    }

    private async Task<T> ConnectAndReadAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var connection = await nodes.Primary.Reads.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false)) return await read(connection, cancellationToken).ConfigureAwait(false);
    }
}
