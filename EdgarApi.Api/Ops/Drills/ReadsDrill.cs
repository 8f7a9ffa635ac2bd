using System.Globalization;
using Dapper;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Routing;
using Npgsql;

namespace EdgarApi.Api.Ops.Drills;

/// <summary>Reads the companies from each node. Reads survive the loss of any node if at least two of them have all companies.</summary>
internal sealed class ReadsDrill(NodeSet nodes, TimeProvider time)
{
    private const string Sql = "select count(*) as companies, coalesce(max(revision), 0) as revision from companies";

    /// <summary>Maximum time that a node may take.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    public async Task<DrillResult> RunAsync(CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        var states = await Task.WhenAll(nodes.All.Select(node => ReadAsync(node, cancellation)));
        var newest = states.Max(state => state.Revision);
        var current = states.Count(state => state.Revision == newest && newest is not null);
        return new DrillResult(current >= 2, time.GetElapsedTime(started).TotalSeconds,
        [
            .. states.Select(state => state.Text),
            string.Create(CultureInfo.InvariantCulture, $"{current} of {states.Length} nodes have all companies; 2 are needed"),
        ]);
    }

    private async Task<(long? Revision, string Text)> ReadAsync(RoutedNode node, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        using var limit = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            var (companies, revision) = await PromptCancellation.RunAsync(
                async token =>
                {
                    await using var connection = await node.Reads.OpenConnectionAsync(token);
                    return await connection.ReadSingleAsync<(long, long)>(new CommandDefinition(Sql, cancellationToken: token));
                },
                either.Token);
            return (revision, string.Create(CultureInfo.InvariantCulture,
                $"{node.Name}: {companies} companies, revision {revision}, {time.GetElapsedTime(started).TotalMilliseconds:0} ms"));
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException || limit.IsCancellationRequested)
        {
            return (null, $"{node.Name}: unavailable ({(limit.IsCancellationRequested ? "no response in time" : error.Message)})");
        }
    }
}
