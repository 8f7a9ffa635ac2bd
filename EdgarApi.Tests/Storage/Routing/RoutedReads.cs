using EdgarApi.Storage.Routing;
using EdgarApi.Tests.Servers;
using Npgsql;

namespace EdgarApi.Tests.Storage.Routing;

/// <summary>One separate cluster for the tests that break nodes. Each test repairs them at the end.</summary>
[CollectionDefinition]
public sealed class BrokenNodes : ICollectionFixture<PostgresCluster>;

/// <summary>Reads of a port, which tell nodes apart.</summary>
internal static class RoutedReads
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    extension(PostgresCluster cluster)
    {
        /// <summary>Creates a database whose nodes are probed continuously.</summary>
        public async Task<EdgarDatabase> StartDatabaseAsync()
        {
            var database = await EdgarDatabase.CreateAsync(cluster);
            await database.StartAsync();
            return database;
        }

        /// <summary>Creates a database whose nodes were probed once.</summary>
        public async Task<EdgarDatabase> CreateProbedAsync(params (string Key, string Value)[] settings)
        {
            var database = await EdgarDatabase.CreateAsync(
                cluster, [.. settings.Concat(EdgarDatabase.Patient).DistinctBy(setting => setting.Key)]);
            await database.ProbeAsync();
            return database;
        }
    }

    extension(EdgarDatabase database)
    {
        public RoutedNode GetNode(string name) => database.Nodes.All.Single(node => node.Name == name);

        /// <summary>Gets the port of the node that serves a read.</summary>
        public Task<int> GetPortAsync(ReadRole role, Freshness? freshness = null) =>
            database.Router.GetPortAsync(role, freshness ?? Freshness.Any);

        /// <summary>Waits until a replica has replayed all commits of the primary.</summary>
        public async Task WaitForReplayAsync(PostgresNode replica)
        {
            var target = await database.ScalarAsync<string>("select pg_current_wal_lsn()::text");
            await Waiting.UntilAsync(
                () => database.ScalarAsync<bool>($"select pg_last_wal_replay_lsn() >= '{target}'::pg_lsn", replica));
        }
    }

    /// <summary>Gets the port of the node that serves a read.</summary>
    public static Task<int> GetPortAsync(this IReadRouter router, ReadRole role, Freshness freshness) => router.ReadAsync(
        role, freshness, (connection, token) => connection.ScalarAsync<int>("select inet_server_port()", token), Token);

    public static async Task<T> ScalarAsync<T>(this NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
