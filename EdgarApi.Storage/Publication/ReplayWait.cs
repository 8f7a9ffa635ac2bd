using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Routing;
using Npgsql;
using NpgsqlTypes;

namespace EdgarApi.Storage.Publication;

/// <summary>Waits until the replicas have replayed a commit, so that readers of an announced version find it on every node.</summary>
internal sealed class ReplayWait(NodeSet nodes, TimeProvider time)
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits for the healthy replicas, at most five seconds; returns the names of those still behind.</summary>
    public async Task<IReadOnlyList<string>> WaitAsync(NpgsqlLogSequenceNumber position, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(MaxWait, time);
        var healthy = nodes.Replicas.Where(node => node.Health.IsHealthyFor(ReadRole.Api) || node.Health.IsHealthyFor(ReadRole.Analytics));
        var outcomes = await Task.WhenAll(healthy.Select(async node =>
            (node.Name, Done: await WaitForNodeAsync(node, position, limit.Token, cancellationToken).ConfigureAwait(false))))
            .ConfigureAwait(false);
        return [.. outcomes.Where(outcome => !outcome.Done).Select(outcome => outcome.Name)];
    }

    private async Task<bool> WaitForNodeAsync(
        RoutedNode node, NpgsqlLogSequenceNumber position, CancellationToken limit, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit, node.Health.Outage, cancellationToken);
        try
        {
            while (await PromptCancellation.RunAsync(token => GetPositionAsync(node, token), either.Token).ConfigureAwait(false) < position)
                await Task.Delay(PollInterval, time, either.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested
            && error is OperationCanceledException or NpgsqlException or TimeoutException)
        {
            return false;
        }
    }

    private static async Task<NpgsqlLogSequenceNumber> GetPositionAsync(RoutedNode node, CancellationToken cancellationToken)
    {
        var command = node.Probes.CreateCommand("select coalesce(pg_last_wal_replay_lsn(), pg_current_wal_lsn())");
        await using var _ = command.ConfigureAwait(false);
        return (NpgsqlLogSequenceNumber)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }
}
