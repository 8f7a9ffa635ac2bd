using System.Diagnostics;
using EdgarApi.Tests.Storage.Schema.Releases;
using Npgsql;

namespace EdgarApi.Tests.Servers;

/// <summary>A Postgres server of a <see cref="PostgresCluster"/>. It keeps its port when restarted.</summary>
public sealed class PostgresNode : IAsyncDisposable
{
    internal const string Password = "edgar-tests";
    private const string SuperuserPassword = "edgar-tests-superuser";

    private readonly string _script;
    private readonly Dictionary<string, string?> _environment;
    private LeashedProcess? _process;

    internal PostgresNode(string folder, string name, PostgresNode? primary)
    {
        (Name, Port, DataFolder) = (name, FreePort.Next(), Path.Combine(folder, name));
        _script = Path.Combine(AppContext.BaseDirectory, "postgres", primary is null ? "primary.sh" : "replica.sh");
        _environment = new()
        {
            ["PGDATA"] = DataFolder,
            ["PGPORT"] = $"{Port}",
            ["POSTGRES_PASSWORD"] = Password,
            ["SUPERUSER_PASSWORD"] = SuperuserPassword,
            ["REPLICATION_PASSWORD"] = Password,
            ["POSTGRES_INITDB_ARGS"] = "--no-sync --wal-segsize=1",
            ["POSTGRES_BASEBACKUP_ARGS"] = "--no-sync",
            ["POSTGRES_ARGS"] = "-c fsync=off -c autovacuum=off -c wal_keep_size=64MB -c max_wal_size=256MB",
            ["PRIMARY_HOST"] = "127.0.0.1",
            ["PRIMARY_PORT"] = $"{primary?.Port}",
            ["NODE_NAME"] = name,
        };
    }

    public string Name { get; }

    public int Port { get; }

    public string DataFolder { get; }

    /// <summary>Connects as the database's owner, as the application does.</summary>
    public string ConnectionString(string database = "edgar") => ConnectionString("edgar", database);

    /// <summary>Connects as the superuser, for functions like <c>pg_wal_replay_pause()</c>.</summary>
    public string SuperuserConnectionString(string database = "postgres") => ConnectionString("postgres", database);

    /// <summary>Starts the server and returns once it accepts connections.</summary>
    public async Task StartAsync()
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var output = new List<string>();
        _process = LeashedProcess.Start("INT", "sh", [_script], Path.GetTempPath(), _environment, line =>
        {
            lock (output)
                output.Add(line);
            if (line.Contains("database system is ready to accept", StringComparison.Ordinal))
                ready.TrySetResult();
        });
        if (await Task.WhenAny(ready.Task, _process.Exited).InTimeAsync($"{Name}") == _process.Exited)
            throw new InvalidOperationException($"{Name} did not start:\n{string.Join('\n', output)}");
    }

    /// <summary>Shuts down in fast mode: clients are disconnected and nothing is lost.</summary>
    public Task StopAsync() => _process?.StopAsync() ?? Task.CompletedTask;

    /// <summary>Sends SIGKILL, to simulate a crash.</summary>
    public async Task KillAsync()
    {
        Shell($"kill -KILL {ProcessId}");
        await _process!.Exited;
    }

    /// <summary>Stops every process of the server. The kernel still accepts connections, but nothing responds.</summary>
    public void Freeze() => Shell($"kill -STOP {ProcessId}; kill -STOP $(ps -o pid= --ppid {ProcessId})");

    public void Thaw() => Shell($"kill -CONT {ProcessId} $(ps -o pid= --ppid {ProcessId})");

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null)
            return;
        if (!_process.Exited.IsCompleted)
            Thaw();
        await _process.DisposeAsync();
    }

    private int ProcessId => int.Parse(File.ReadLines(Path.Combine(DataFolder, "postmaster.pid")).First());

    private string ConnectionString(string user, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = user == "edgar" && ReleaseContract.IsRecording ? StatementRecorder.GetPort(Port) : Port,
        Username = user,
        Password = user == "postgres" ? SuperuserPassword : Password,
        Database = database,
        // Many tests open few connections each, and reading the server's catalog of types is half the cost of a first one.
        ["Server Compatibility Mode"] = "NoTypeLoading",
    }.ConnectionString;

    private static void Shell(string command)
    {
        using var shell = Process.Start("sh", ["-c", command]);
        shell.WaitForExit();
    }
}
