using System.Diagnostics;
using EdgarApi.Operations.Drills;

namespace EdgarApi.Tests.Faults.Running;

/// <summary>The Postgres servers of a running system, with ways to break them.</summary>
/// <param name="folder">The state folder of the system.</param>
internal sealed class FaultyPostgres(string folder)
{
    private const int PageLength = 8192;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Sends SIGKILL to the server.</summary>
    public Task KillAsync(string name) => ShellAsync($"kill -KILL {Get(name).ReadProcessId()}");

    /// <summary>Shuts a server down in fast mode; the AppHost starts it again.</summary>
    public Task StopAsync(string name) => ShellAsync($"kill -INT {Get(name).ReadProcessId()}");

    /// <summary>Stops every process of the server. The kernel still accepts connections, but nothing responds.</summary>
    public Task FreezeAsync(string name)
    {
        var process = Get(name).ReadProcessId();
        return ShellAsync($"kill -STOP {process}; kill -STOP $(ps -o pid= --ppid {process})");
    }

    public Task ThawAsync(string name)
    {
        var process = Get(name).ReadProcessId();
        return ShellAsync($"kill -CONT {process} $(ps -o pid= --ppid {process})");
    }

    /// <summary>Runs a statement as the superuser.</summary>
    public Task ExecuteAsync(string name, string sql) => QueryAsync<object>(name, sql);

    /// <summary>Runs a query with one value as the superuser.</summary>
    public Task<T> QueryAsync<T>(string name, string sql) => Get(name).QueryAsync<T>(sql, Servers.Superuser, Token);

    /// <summary>Waits until a server has replayed what the primary has committed.</summary>
    public async Task WaitForReplayAsync(string name)
    {
        var position = await QueryAsync<string>("postgres-primary", "select pg_current_wal_flush_lsn()::text");
        await Waiting.UntilAsync(() => QueryAsync<bool>(
            name, $"select coalesce(pg_last_wal_replay_lsn() >= '{position}', false)"));
    }

    /// <summary>Overwrites the pages of the snapshots in a replica's files while it is stopped; the AppHost starts it again.</summary>
    public async Task DamageAsync(string name)
    {
        var server = Get(name);
        var file = await QueryAsync<string>(
            "postgres-primary", "select pg_relation_filepath(reltoastrelid) from pg_class where oid = 'company_facts'::regclass");
        // A restart replays the log from the last checkpoint, which would repair the pages.
        await ExecuteAsync("postgres-primary", "checkpoint; select 1");
        await WaitForReplayAsync(name);
        await ExecuteAsync(name, "checkpoint; select 1");
        await StopAsync(name);
        await Waiting.UntilAsync(() => !File.Exists(Path.Combine(server.Folder, "postmaster.pid")));
        await using var pages = new FileStream(Path.Combine(server.Folder, file), FileMode.Open, FileAccess.ReadWrite);
        var damage = new byte[64];
        Array.Fill(damage, (byte)0xA5);
        for (var page = 0L; page < pages.Length / PageLength; page++)
        {
            pages.Position = page * PageLength + PageLength / 2;
            await pages.WriteAsync(damage, Token);
        }
    }

    /// <summary>Replaces a replica by a new copy of the primary.</summary>
    public async Task CopyAgainAsync(string name)
    {
        var server = Get(name);
        await StopAsync(name);
        var pidFile = Path.Combine(server.Folder, "postmaster.pid");
        await Waiting.UntilAsync(() => !File.Exists(pidFile));
        Directory.Delete(server.Folder, recursive: true);
        await Waiting.UntilAsync(() => File.Exists(pidFile));
        await Waiting.UntilAsync(async () =>
        {
            try
            {
                return await QueryAsync<bool>(name, "select pg_is_in_recovery()");
            }
            catch (Npgsql.NpgsqlException)
            {
                return false; // it still starts
            }
        });
    }

    private DatabaseServers Servers => DatabaseServers.Parse(File.ReadAllText(Path.Combine(folder, DatabaseServers.FileName)));

    private DatabaseServer Get(string name) => Servers.All.Single(server => server.Name == name);

    private static async Task ShellAsync(string command)
    {
        using var shell = Process.Start("sh", ["-c", command]);
        await shell.WaitForExitAsync(Token).InTimeAsync(command);
    }
}
