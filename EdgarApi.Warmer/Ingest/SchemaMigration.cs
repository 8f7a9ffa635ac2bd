using EdgarApi.Caching;
using EdgarApi.Storage;
using EdgarApi.Storage.Schema;
using Npgsql;

namespace EdgarApi.Warmer.Ingest;

/// <summary>
/// The program as a job, <c>EdgarApi.Warmer migrate</c>: migrates the schema and ends. A deployment runs it before it replaces processes.
/// </summary>
internal static partial class SchemaMigration
{
    /// <summary>The first argument that selects it.</summary>
    public const string Argument = "migrate";

    /// <summary>Migrates the schema of the primary, <c>ConnectionStrings:edgardb</c>.</summary>
    /// <returns>The exit code: 0, or 1 if a script failed or the database did not respond.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var builder = Host.CreateApplicationBuilder(arguments);
        builder.AddServiceDefaults();
        builder.AddCaching();
        builder.AddIngest();
        using var host = builder.Build(); // not started: nothing but the migration runs
        try
        {
            await host.Services.GetRequiredService<SchemaMigrator>().MigrateAsync(CancellationToken.None).ConfigureAwait(false);
            return 0;
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException or TimeoutException)
        {
            LogFailed(host.Services.GetRequiredService<ILoggerFactory>().CreateLogger(nameof(SchemaMigration)), error);
            return 1;
        }
    }

    [LoggerMessage(LogLevel.Error, "The migration failed; the script that failed changed nothing")]
    private static partial void LogFailed(ILogger logger, Exception error);
}
