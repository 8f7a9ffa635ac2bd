using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EdgarApi.Contracts.Objectives;
using Npgsql;

namespace EdgarApi.Operations.Drills;

/// <summary>
/// Restores the primary's database to a moment: a base backup and the archived write-ahead log, into a new folder and on a new port.
/// Compares every table with what the primary had at that moment. The running system keeps running.
/// </summary>
/// <param name="servers">The servers of the running system.</param>
/// <param name="folder">The folder for backup, archive and restored cluster. It is created.</param>
/// <param name="mark">Writes a row through the application, so that the log continues after the moment.</param>
/// <param name="time">The clock.</param>
/// <param name="note">Tells the operator what is being done.</param>
public sealed class RestoreDrill(
    DatabaseServers servers, string folder, Func<CancellationToken, Task> mark, TimeProvider time, Action<string> note)
{
    private const string Node = "edgar-drill-restore";
    private const string BeatSql = "select beat from replication_heartbeat";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The recovery time objective of the performance requirements.</summary>
    public static TimeSpan Objective { get; } = ServiceLevels.Default.Availability.Recovery;

    /// <summary>Runs the drill.</summary>
    /// <exception cref="DrillException">A step failed.</exception>
    public async Task<DrillReport> RunAsync(CancellationToken cancellationToken)
    {
        var clock = new DrillClock(time, note);
        var primary = await servers.FindPrimaryAsync(cancellationToken).ConfigureAwait(false);
        var (archive, backup, restored) = (At("archive"), At("backup"), At("restored"));
        var environment = servers.GetEnvironment(Node);

        var archiving = PostgresScript.Start(servers.Scripts, "archive.sh", archive, 0, environment);
        await using var _ = archiving.ConfigureAwait(false);
        await clock.MeasureAsync("archive of the write-ahead log started", () => clock.UntilAsync(
            "the archive", Patience, () => IsStreamingAsync(primary, archiving, cancellationToken), cancellationToken))
            .ConfigureAwait(false);
        await clock.MeasureAsync("base backup", () => RunAsync("backup.sh", backup, environment, cancellationToken)).ConfigureAwait(false);
        var backedUp = await primary.QueryAsync<long>(BeatSql, cancellationToken).ConfigureAwait(false);
        await clock.MeasureAsync("writes after the backup", () => clock.UntilAsync(
            "heartbeats", Patience, async () =>
                await primary.QueryAsync<long>(BeatSql, cancellationToken).ConfigureAwait(false) > backedUp + 1, cancellationToken))
            .ConfigureAwait(false);

        var moment = await QuietMoment.FindAsync(primary, cancellationToken).ConfigureAwait(false);
        await using var __ = moment.ConfigureAwait(false);
        // The age at which a commit was safe in the archive: what is younger would be lost with the primary.
        var committed = time.GetTimestamp();
        await clock.UntilAsync(
            "the archive of the last commits", Patience, () => IsArchivedAsync(primary, moment.Position, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        var exposure = time.GetElapsedTime(committed);
        var expected = await clock.MeasureAsync(
            "checksums of the primary at the target time", () => DatabaseDigest.ReadAsync(moment.Snapshot, cancellationToken))
            .ConfigureAwait(false);
        // Recovery stops at the first commit after the target, so there must be one.
        await mark(cancellationToken).ConfigureAwait(false);
        var after = await primary.QueryAsync<string>("select pg_current_wal_lsn()::text", cancellationToken).ConfigureAwait(false);
        await clock.UntilAsync(
            "the archive", Patience, () => IsArchivedAsync(primary, after, cancellationToken), cancellationToken).ConfigureAwait(false);
        await archiving.DisposeAsync().ConfigureAwait(false);

        // The disaster: from here on there are only the backup and the archive.
        var disaster = time.GetTimestamp();
        var port = GetFreePort();
        var restoring = PostgresScript.Start(servers.Scripts, "restore.sh", restored, port, new Dictionary<string, string>
        {
            ["BACKUP"] = backup, ["ARCHIVE"] = archive, ["TARGET_TIME"] = moment.Time,
        });
        await using var ___ = restoring.ConfigureAwait(false);
        var address = new NpgsqlConnectionStringBuilder(primary.ConnectionString) { Port = port }.ConnectionString;
        var server = new DatabaseServer(Node, address, restored);
        await clock.MeasureAsync("restore and recovery to the target time", () => clock.UntilAsync(
            "the restored server", Objective, () => HasRecoveredAsync(server, restoring, cancellationToken), cancellationToken))
            .ConfigureAwait(false);
        var found = await clock.MeasureAsync("checksums of the restored database", async () =>
        {
            var source = NpgsqlDataSource.Create(server.ConnectionString);
            await using var ____ = source.ConfigureAwait(false);
            var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var _____ = connection.ConfigureAwait(false);
            return await DatabaseDigest.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
        var recovery = time.GetElapsedTime(disaster);
        var beat = await server.QueryAsync<long>(BeatSql, cancellationToken).ConfigureAwait(false);

        var differences = expected.FindDifferences(found);
        return new DrillReport(
            "restore",
            [
                DrillTarget.AtMost("recovery time (RTO)", recovery, Objective),
                new("tables that differ from the primary at the target time", Count(differences.Count), "0", differences.Count == 0),
                new("heartbeats recovered after the backup", Count(beat - backedUp), "at least 1", beat > backedUp),
            ],
            clock.Steps,
            [
                $"target time {moment.Time}",
                string.Create(CultureInfo.InvariantCulture, $"{expected.Tables.Count} tables with {expected.Rows} rows compared"),
                string.Create(CultureInfo.InvariantCulture,
                    $"recovery point (RPO): the archive had the last commit {exposure.TotalSeconds:0.00} s later; ")
                    + "younger ones would be lost",
                .. differences,
            ]);
    }

    private static string Count(long number) => number.ToString(CultureInfo.InvariantCulture);

    private string At(string name) => Path.Combine(folder, name);

    private async Task RunAsync(
        string script, string data, IEnumerable<KeyValuePair<string, string>> environment, CancellationToken cancellationToken)
    {
        var running = PostgresScript.Start(servers.Scripts, script, data, 0, environment);
        await using var _ = running.ConfigureAwait(false);
        await running.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<bool> IsStreamingAsync(DatabaseServer primary, PostgresScript archiving, CancellationToken cancellationToken)
    {
        archiving.AssertRuns();
        return await primary.QueryAsync<bool>(
            $"select exists (select from pg_stat_replication where application_name = '{Node}' and state = 'streaming')", cancellationToken)
            .ConfigureAwait(false);
    }

    private static async Task<bool> HasRecoveredAsync(DatabaseServer server, PostgresScript restoring, CancellationToken cancellationToken)
    {
        restoring.AssertRuns();
        return !await server.QueryAsync<bool>("select pg_is_in_recovery()", cancellationToken).ConfigureAwait(false);
    }

    private static Task<bool> IsArchivedAsync(DatabaseServer primary, string position, CancellationToken cancellationToken) =>
        primary.QueryAsync<bool>(
            "select exists (select from pg_stat_replication "
            + $"where application_name = '{Node}' and state = 'streaming' and flush_lsn >= '{position}'::pg_lsn)", cancellationToken);

    private static int GetFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
