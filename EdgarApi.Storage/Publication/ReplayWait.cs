using EdgarApi.Storage.Routing;
using Npgsql;
using NpgsqlTypes;

namespace EdgarApi.Storage.Publication;

/// <summary>Waits until the replicas have what was committed, so that a reader who hears of a version finds it wherever it looks.</summary>
internal sealed class ReplayWait(NodeSet nodes, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits for the healthy replicas, five seconds at most; names those that were not there by then.</summary>
    public async Task<IReadOnlyList<string>> UntilReplayedAsync(NpgsqlLogSequenceNumber position, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Longest, time);
        var healthy = nodes.Replicas.Where(node => node.Health.IsHealthyFor(ReadRole.Api) || node.Health.IsHealthyFor(ReadRole.Analytics));
        var outcomes = await Task.WhenAll(healthy.Select(async node => (node.Name, Done: await ReplayedAsync(node, position, limit.Token, cancellationToken)
            .ConfigureAwait(false)))).ConfigureAwait(false);
        return [.. outcomes.Where(outcome => !outcome.Done).Select(outcome => outcome.Name)];
    }

    private async Task<bool> ReplayedAsync(
        RoutedNode node, NpgsqlLogSequenceNumber position, CancellationToken limit, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit, node.Health.Outage, cancellationToken);
        try
        {
            while (await PositionAsync(node, either.Token).WaitAsync(either.Token).ConfigureAwait(false) < position)
                await Task.Delay(Pause, time, either.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && error is OperationCanceledException or NpgsqlException or TimeoutException)
        {
            return false;
        }
    }

    private static async Task<NpgsqlLogSequenceNumber> PositionAsync(RoutedNode node, CancellationToken cancellationToken)
    {
        var connection = await node.Probes.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var command = new NpgsqlCommand("select coalesce(pg_last_wal_replay_lsn(), pg_current_wal_lsn())", connection);
        await using var __ = command.ConfigureAwait(false);
        return (NpgsqlLogSequenceNumber)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }
}
