using Npgsql;

namespace EdgarApi.AppHost.Commands;

/// <summary>Pauses and resumes a replica's replay, for drills: a paused replica falls behind, and reads go elsewhere.</summary>
internal static class ReplayCommands
{
    public static IResourceBuilder<T> WithReplayCommands<T>(
        this IResourceBuilder<T> replica, IValueProvider connectionString, IValueProvider superuserPassword)
        where T : IResource => replica
        .WithReplayCommand("pause-replay", "Pause replay", "pg_wal_replay_pause", "The replica stops applying changes and falls behind.",
            "Pause", connectionString, superuserPassword)
        .WithReplayCommand("resume-replay", "Resume replay", "pg_wal_replay_resume", "The replica catches up.", "Play",
            connectionString, superuserPassword);

    private static IResourceBuilder<T> WithReplayCommand<T>(
        this IResourceBuilder<T> replica, string name, string displayName, string function, string description, string icon,
        IValueProvider connectionString, IValueProvider superuserPassword)
        where T : IResource =>
        replica.WithCommand(name, displayName, async context =>
        {
            var superuser = new NpgsqlConnectionStringBuilder(await connectionString.GetValueAsync(context.CancellationToken)
                .ConfigureAwait(false))
            {
                Username = "postgres", // only a superuser may pause replay
                Password = await superuserPassword.GetValueAsync(context.CancellationToken).ConfigureAwait(false),
                Pooling = false,
            };
            await using var source = NpgsqlDataSource.Create(superuser);
            await using var command = source.CreateCommand($"SELECT {function}()");
            await command.ExecuteNonQueryAsync(context.CancellationToken).ConfigureAwait(false);
            return CommandResults.Success(description);
        }, new CommandOptions { Description = description, IconName = icon, UpdateState = OperatorCommands.WhileRunning });
}
