using Npgsql;

namespace EdgarApi.Tests.Servers;

/// <summary>
/// A real primary with streaming replicas in a temporary folder, created by the AppHost's scripts. As a class or collection fixture
/// it has two replicas. Tests that only need a database share one cluster through <see cref="SharedServers"/>.
/// </summary>
public sealed class PostgresCluster : IAsyncLifetime
{
    private readonly string _folder = TestFolder.NewForData("postgres");
    private readonly Lock _gate = new();
    private readonly bool _isShared;
    private int _databases;
    private Task<string>? _template;

    public PostgresCluster() : this(replicas: 2, isShared: false) { }

    private PostgresCluster(int replicas, bool isShared)
    {
        _isShared = isShared;
        Primary = new PostgresNode(_folder, "primary", primary: null);
        Replicas = [.. Enumerable.Range(1, replicas).Select(number => new PostgresNode(_folder, $"replica{number}", Primary))];
    }

    public PostgresNode Primary { get; }

    public IReadOnlyList<PostgresNode> Replicas { get; }

    public IEnumerable<PostgresNode> Nodes => [Primary, .. Replicas];

    /// <summary>Starts a cluster.</summary>
    /// <param name="replicas">Number of replicas.</param>
    /// <param name="isShared">Whether it lives as long as the test run, and no test breaks it.</param>
    public static async Task<PostgresCluster> StartAsync(int replicas = 2, bool isShared = false)
    {
        var cluster = new PostgresCluster(replicas, isShared);
        await cluster.InitializeAsync();
        return cluster;
    }

    public async ValueTask InitializeAsync()
    {
        await Primary.StartAsync();
        await Task.WhenAll(Replicas.Select(replica => replica.StartAsync()));
    }

    /// <summary>
    /// Creates an empty database for one test. Returns its name, for <see cref="PostgresNode.ConnectionString(string)"/>.
    /// </summary>
    public Task<string> CreateDatabaseAsync() => CreateDatabaseAsync("template1");

    /// <summary>Creates a database for one test as a copy of one that is filled once per cluster.</summary>
    /// <param name="fill">Fills the empty database of a name, and leaves no connection to it open.</param>
    public async Task<string> CreateCopyAsync(Func<string, Task> fill)
    {
        Task<string> template;
        lock (_gate) template = _template ??= FillAsync();
        return await CreateDatabaseAsync(await template);

        async Task<string> FillAsync()
        {
            var name = await CreateDatabaseAsync();
            await fill(name);
            return name;
        }
    }

    private async Task<string> CreateDatabaseAsync(string template)
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await using var source = NpgsqlDataSource.Create(Primary.SuperuserConnectionString());
        await using var create = source.CreateCommand($"CREATE DATABASE {name} OWNER edgar TEMPLATE {template}");
        await create.ExecuteNonQueryAsync();
        await WaitForReplayAsync();
        return name;
    }

    /// <summary>
    /// Deletes a database that its test no longer needs, and closes its connections. A cluster that is not shared is deleted as a whole.
    /// </summary>
    public async Task DropDatabaseAsync(string name)
    {
        if (!_isShared) return;
        await using var source = NpgsqlDataSource.Create(Primary.SuperuserConnectionString());
        await using var drop = source.CreateCommand($"DROP DATABASE {name} WITH (FORCE)");
        await drop.ExecuteNonQueryAsync();
    }

    /// <summary>Returns once every replica has replayed all commits of the primary.</summary>
    public async Task WaitForReplayAsync()
    {
        await using var source = NpgsqlDataSource.Create(Primary.SuperuserConnectionString());
        await using var position = source.CreateCommand("SELECT pg_current_wal_lsn()::text");
        var target = (string)(await position.ExecuteScalarAsync())!;
        foreach (var replica in Replicas)
            await WaitForReplayAsync(replica, target);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in Replicas)
            await replica.DisposeAsync();
        await Primary.DisposeAsync();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private static async Task WaitForReplayAsync(PostgresNode replica, string target)
    {
        await using var source = NpgsqlDataSource.Create(replica.SuperuserConnectionString());
        await using var reached = source.CreateCommand($"SELECT pg_last_wal_replay_lsn() >= '{target}'::pg_lsn");
        await Waiting.UntilAsync(async () => (bool)(await reached.ExecuteScalarAsync())!);
    }
}
