using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Faults.Table;

/// <summary>Faults of the read replicas. Other nodes serve.</summary>
internal static class ReplicaFaults
{
    private const string Api = "postgres-api", Analytics = "postgres-analytics", Promise = "the other nodes serve";

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("a replica is killed", Promise, system => system.Postgres.KillAsync(Api)),
        new("a replica is restarted", Promise, system => system.Postgres.StopAsync(Api)),
        new("a replica is paused (SIGSTOP)", Promise, system => system.Postgres.FreezeAsync(Api))
        {
            EndAsync = system => system.Postgres.ThawAsync(Api),
        },
        new("a replica lags (paused replay)", Promise, system => system.Postgres.ExecuteAsync(Api, "select pg_wal_replay_pause()"))
        {
            EndAsync = system => system.Postgres.ExecuteAsync(Api, "select pg_wal_replay_resume()"),
        },
        new("both replicas are killed", "the primary serves", async system =>
        {
            await system.Postgres.KillAsync(Api);
            await system.Postgres.KillAsync(Analytics);
        }),
        new("both replicas are paused (SIGSTOP)", "the primary serves", async system =>
        {
            await system.Postgres.FreezeAsync(Api);
            await system.Postgres.FreezeAsync(Analytics);
        })
        {
            EndAsync = async system =>
            {
                await system.Postgres.ThawAsync(Api);
                await system.Postgres.ThawAsync(Analytics);
            },
        },
        Network("a replica is a black hole in the network", new(IsBlackHole: true)),
        Network("connections to a replica are reset", new(Resets: true)),
        Network("the network to a replica takes 200 ms each way", new(Latency: TimeSpan.FromMilliseconds(200))),
        Network("the network to a replica drips 2 KB per second", new(BytesPerSecond: 2048)),
        new("pages of a replica are damaged", Promise, system => system.Postgres.DamageAsync(Api))
        {
            // The node stays marked for minutes, which is correct: health is degraded, and the others serve.
            HasRecoveredAsync = system => system.IsReadyAsync(),
            RepairAsync = async system =>
            {
                await system.Postgres.CopyAgainAsync(Api);
                await system.ReplaceApiProcessesAsync();
            },
        },
    ];

    private static Fault Network(string name, NetworkFault fault) => new(name, Promise, system =>
    {
        system.ReplicaNetwork.Fail(fault);
        return Task.CompletedTask;
    })
    {
        EndAsync = system =>
        {
            system.ReplicaNetwork.Recover();
            return Task.CompletedTask;
        },
    };
}
