using System.Globalization;
using Npgsql;

namespace EdgarApi.Operations.Drills;

/// <summary>A Postgres server that runs on this machine as a local program.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ConnectionString">How its database's owner connects.</param>
/// <param name="Folder">Its cluster.</param>
public sealed record DatabaseServer(string Name, string ConnectionString, string Folder)
{
    /// <summary>Its port.</summary>
    public int Port => new NpgsqlConnectionStringBuilder(ConnectionString).Port;

    /// <summary>Its address for the scripts.</summary>
    public string Address => string.Create(
        CultureInfo.InvariantCulture, $"{new NpgsqlConnectionStringBuilder(ConnectionString).Host}:{Port}");

    /// <summary>While this file exists, the server does not start as a primary. See <c>node.sh</c>.</summary>
    public string Fence => Folder + ".fenced";

    /// <summary>Runs a query with one value on a new connection.</summary>
    public Task<T> QueryAsync<T>(string sql, CancellationToken cancellationToken) =>
        QueryAsync<T>(CreateSettings(), sql, cancellationToken);

    /// <summary>Runs a query with one value as the superuser.</summary>
    public Task<T> QueryAsync<T>(string sql, string superuserPassword, CancellationToken cancellationToken)
    {
        var settings = CreateSettings();
        (settings.Username, settings.Password) = ("postgres", superuserPassword);
        return QueryAsync<T>(settings, sql, cancellationToken);
    }

    private NpgsqlConnectionStringBuilder CreateSettings() => new(ConnectionString) { Pooling = false, Timeout = 15, CommandTimeout = 90 };

    private static async Task<T> QueryAsync<T>(NpgsqlConnectionStringBuilder settings, string sql, CancellationToken cancellationToken)
    {
        var source = NpgsqlDataSource.Create(settings);
        await using var _ = source.ConfigureAwait(false);
        var command = source.CreateCommand(sql);
        await using var __ = command.ConfigureAwait(false);
        return (T)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>The process of the server, from the file that it keeps while it runs.</summary>
    public int ReadProcessId() => int.Parse(File.ReadLines(Path.Combine(Folder, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
}

/// <summary>The Postgres servers of the development system, as the AppHost describes them in <c>postgres.tsv</c>.</summary>
/// <param name="All">The servers.</param>
/// <param name="Scripts">The folder of their scripts.</param>
/// <param name="Superuser">The superuser's password.</param>
/// <param name="Replication">The password of the user that replicates.</param>
public sealed record DatabaseServers(IReadOnlyList<DatabaseServer> All, string Scripts, string Superuser, string Replication)
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "postgres.tsv";

    /// <summary>Reads the file's text.</summary>
    /// <exception cref="DrillException">The servers do not run as local programs.</exception>
    public static DatabaseServers Parse(string text)
    {
        var rows = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).ToList();
        DatabaseServer[] servers =
            [.. rows.Where(row => row[0] == "server").Select(row => new DatabaseServer(row[1], row[2], row[3].Trim()))];
        return servers.Length > 0
            ? new DatabaseServers(servers, Find("scripts"), Find("superuser"), Find("replication"))
            : throw new DrillException("the drills need servers that run as local programs (EdgarApi__Containers=false ./run)");

        string Find(string name) => rows.First(row => row[0] == name)[1].Trim();
    }

    /// <summary>Finds the server that accepts writes.</summary>
    /// <exception cref="DrillException">No server matches.</exception>
    public async Task<DatabaseServer> FindPrimaryAsync(CancellationToken cancellationToken)
    {
        NpgsqlException? last = null;
        foreach (var server in All)
        {
            try
            {
                if (!await server.QueryAsync<bool>("select pg_is_in_recovery()", cancellationToken).ConfigureAwait(false)) return server;
            }
            catch (NpgsqlException error)
            {
                // The next one may be the primary.
                last = error;
            }
        }

        throw new DrillException(last is null ? "no server is the primary" : $"no server is known as the primary: {last.Message}", last);
    }

    /// <summary>What the scripts need to find the primary and to replicate from it.</summary>
    internal Dictionary<string, string> GetEnvironment(string node) => new()
    {
        ["PEERS"] = string.Join(' ', All.Select(server => server.Address)), ["NODE_NAME"] = node, ["REPLICATION_PASSWORD"] = Replication,
    };
}
