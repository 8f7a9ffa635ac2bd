using System.Globalization;

namespace EdgarApi.Operations.Drills;

/// <summary>
/// Fences the primary as if it had crashed, promotes the replica that has the most of its log, and takes the old primary back as a replica.
/// Then changes back in an orderly way, because the AppHost's names say which server is the primary. The API and the Warmer go on; reads
/// through the API are measured throughout.
/// </summary>
/// <param name="servers">The servers of the running system.</param>
/// <param name="api">The API, with an operator's key.</param>
/// <param name="write">Writes a row through the API; throws if the API refuses it.</param>
/// <param name="time">The clock.</param>
/// <param name="note">Tells the operator what is being done.</param>
public sealed class PromotionDrill(
    DatabaseServers servers, HttpClient api, Func<string, CancellationToken, Task> write, TimeProvider time, Action<string> note)
{
    private const string BeatSql = "select beat from replication_heartbeat";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Maximum time without writes.</summary>
    public static TimeSpan Objective { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Runs the drill.</summary>
    /// <param name="companies">Tickers of two or more loaded companies, which are read.</param>
    /// <param name="getProcesses">Gets the processes of the API and the Warmer, which must stay the same.</param>
    /// <param name="cancellationToken">Stops the drill between two steps.</param>
    /// <exception cref="DrillException">A step failed.</exception>
    public async Task<DrillReport> RunAsync(
        IReadOnlyList<string> companies, Func<IReadOnlyList<string>> getProcesses, CancellationToken cancellationToken)
    {
        var clock = new DrillClock(time, note);
        var (before, primary) = (getProcesses(), await servers.FindPrimaryAsync(cancellationToken).ConfigureAwait(false));
        await WaitForReplicasAsync(clock, primary, cancellationToken).ConfigureAwait(false);
        await write("before", cancellationToken).ConfigureAwait(false);

        var reads = new ReadMonitor(api, companies, time);
        await using var _ = reads.ConfigureAwait(false);
        var promoted = await FindMostAdvancedAsync(primary, cancellationToken).ConfigureAwait(false);
        var beats = await primary.QueryAsync<long>(BeatSql, cancellationToken).ConfigureAwait(false);
        var crash = await ChangeAsync(clock, primary, promoted, isCrash: true, cancellationToken).ConfigureAwait(false);
        // After an interrupted drill the crash can already have brought the first server back.
        var home = servers.All[0];
        List<PromotionTimes> changes = [crash];
        if (promoted != home)
            changes.Add(await ChangeAsync(clock, promoted, home, isCrash: false, cancellationToken).ConfigureAwait(false));
        await reads.DisposeAsync().ConfigureAwait(false);

        var (failures, after) = (reads.Failures, getProcesses());
        return new DrillReport(
            "promote",
            [
                .. changes.Select(change => DrillTarget.AtMost(
                    $"{change.Kind}: fenced until the API writes again", change.UntilWrites, Objective)),
                new("reads that failed", failures.Count.ToString(CultureInfo.InvariantCulture), "0", failures.Count == 0),
                new("restarted processes of the API and the Warmer",
                    before.Except(after).Count().ToString(CultureInfo.InvariantCulture), "0", before.SequenceEqual(after)),
            ],
            clock.Steps,
            [
                $"{primary.Name} was fenced, {promoted.Name} promoted; {home.Name} is the primary",
                string.Create(CultureInfo.InvariantCulture, $"{reads.Reads} reads through the API; the slowest: {reads.Slowest}"),
                .. changes.Select(change => change.ToString()),
                string.Create(CultureInfo.InvariantCulture, $"crash: {Math.Max(0, beats - crash.FirstBeat)} heartbeats lost"),
                .. failures.Take(5),
            ]);
    }

    private async Task<PromotionTimes> ChangeAsync(
        DrillClock clock, DatabaseServer from, DatabaseServer to, bool isCrash, CancellationToken cancellationToken)
    {
        var kind = isCrash ? "crash" : "change back";
        var fenced = time.GetTimestamp();
        await clock.MeasureAsync($"{kind}: {from.Name} fenced", () => FenceAsync(clock, from, isCrash, cancellationToken))
            .ConfigureAwait(false);
        try
        {
            await clock.MeasureAsync($"{kind}: {to.Name} promoted", () => PromoteAsync(to, cancellationToken)).ConfigureAwait(false);
        }
        catch
        {
            File.Delete(from.Fence); // its script starts it as the primary again
            throw;
        }

        var firstBeat = await to.QueryAsync<long>(BeatSql, cancellationToken).ConfigureAwait(false);
        var beats = WaitForBeatsAsync(clock, to, firstBeat, fenced, cancellationToken);
        await clock.MeasureAsync($"{kind}: the API writes again", () => clock.UntilAsync(
            "a write through the API", Patience, () => TryWriteAsync(kind, cancellationToken), cancellationToken)).ConfigureAwait(false);
        var untilWrites = time.GetElapsedTime(fenced);
        var untilBeats = await beats.ConfigureAwait(false);
        await clock.MeasureAsync(
            $"{kind}: {from.Name} and the other replicas follow", () => WaitForReplicasAsync(clock, to, cancellationToken))
            .ConfigureAwait(false);
        return new PromotionTimes(kind, untilWrites, untilBeats, firstBeat);
    }

    /// <summary>While the file exists, a restart does not make the server the primary again.</summary>
    private static async Task FenceAsync(DrillClock clock, DatabaseServer server, bool isCrash, CancellationToken cancellationToken)
    {
        var process = server.ReadProcessId();
        await File.WriteAllTextAsync(server.Fence, "edgar drill promote\n", cancellationToken).ConfigureAwait(false);
        // Immediate: without a checkpoint and without waiting for the replicas. Fast: the replicas get all of the log.
        await Signals.SendAsync(isCrash ? "QUIT" : "INT", process, cancellationToken).ConfigureAwait(false);
        await clock.UntilAsync(
            $"the end of {server.Name}", Patience, () => Task.FromResult(!Signals.IsRunning(process)), cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task PromoteAsync(DatabaseServer server, CancellationToken cancellationToken)
    {
        if (!await server.QueryAsync<bool>("select pg_promote(true, 60)", servers.Superuser, cancellationToken).ConfigureAwait(false))
            throw new DrillException($"{server.Name} was not promoted within 60 s");
    }

    private async Task<bool> TryWriteAsync(string kind, CancellationToken cancellationToken)
    {
        await write(kind, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<TimeSpan> WaitForBeatsAsync(
        DrillClock clock, DatabaseServer server, long known, long since, CancellationToken cancellationToken)
    {
        await clock.UntilAsync("heartbeats of the Warmer", Patience, async () =>
            await server.QueryAsync<long>(BeatSql, cancellationToken).ConfigureAwait(false) > known, cancellationToken)
            .ConfigureAwait(false);
        return time.GetElapsedTime(since);
    }

    /// <summary>Waits until all other servers replay the primary's log and can be read.</summary>
    private async Task WaitForReplicasAsync(DrillClock clock, DatabaseServer primary, CancellationToken cancellationToken)
    {
        DatabaseServer[] replicas = [.. servers.All.Where(server => server != primary)];
        var names = string.Join(", ", replicas.Select(server => $"'{server.Name}'"));
        // A copy that is being made streams as well, but replays nothing.
        await clock.UntilAsync("the replicas", Patience, async () => await primary.QueryAsync<long>(
            "select count(distinct application_name) from pg_stat_replication "
            + $"where application_name in ({names}) and state = 'streaming' and replay_lsn is not null", cancellationToken)
            .ConfigureAwait(false) == replicas.Length, cancellationToken).ConfigureAwait(false);
        foreach (var replica in replicas)
        {
            await clock.UntilAsync($"{replica.Name} to be readable", Patience, () =>
                replica.QueryAsync<bool>("select pg_is_in_recovery()", cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Another choice would leave a replica that is ahead of the new primary and cannot follow it.</summary>
    private async Task<DatabaseServer> FindMostAdvancedAsync(DatabaseServer primary, CancellationToken cancellationToken)
    {
        var replicas = new List<(DatabaseServer Server, long Position)>();
        foreach (var server in servers.All.Where(server => server != primary))
        {
            replicas.Add((server, await server.QueryAsync<long>(
                "select pg_wal_lsn_diff(pg_last_wal_receive_lsn(), '0/0')::bigint", cancellationToken).ConfigureAwait(false)));
        }

        return replicas.MaxBy(replica => replica.Position).Server;
    }

    /// <summary>The times of a promotion.</summary>
    /// <param name="Kind">What it followed.</param>
    /// <param name="UntilWrites">From the fence until the API wrote again.</param>
    /// <param name="UntilBeats">From the fence until the Warmer wrote again.</param>
    /// <param name="FirstBeat">The heartbeat that the new primary had.</param>
    private sealed record PromotionTimes(string Kind, TimeSpan UntilWrites, TimeSpan UntilBeats, long FirstBeat)
    {
        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"{Kind}: the Warmer writes after {UntilBeats.TotalSeconds:0.0} s");
    }
}
