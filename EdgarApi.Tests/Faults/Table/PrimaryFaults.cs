using EdgarApi.Tests.Cli;

namespace EdgarApi.Tests.Faults.Table;

/// <summary>Faults of the primary. Reads go on, and no usage record is lost.</summary>
internal static class PrimaryFaults
{
    private const string Primary = "postgres-primary", Promise = "reads go on, and every request is recorded in the end";

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("the primary is killed", Promise, system => system.Postgres.KillAsync(Primary))
        {
            RecoveryLimit = TimeSpan.FromSeconds(30),
            CountsUsage = true,
        },
        new("the primary is frozen (SIGSTOP)", Promise, system => system.Postgres.FreezeAsync(Primary))
        {
            EndAsync = system => system.Postgres.ThawAsync(Primary),
            RecoveryLimit = TimeSpan.FromSeconds(30),
            CountsUsage = true,
        },
        new("the primary is fenced and a replica promoted, and back", "reads go on", async system =>
        {
            var run = await EdgarRun.RunAsync("drill", "promote", "--state", system.Folder, "--json");
            Assert.True(run.ExitCode == 0, $"{run.Error}\n{run.Out}");
        })
        {
            Lasts = TimeSpan.Zero,
            RecoveryLimit = TimeSpan.FromSeconds(60),
        },
    ];
}
