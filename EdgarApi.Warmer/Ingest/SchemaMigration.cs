using EdgarApi.Accounts;
using EdgarApi.Accounts.Bootstrap;
using EdgarApi.Caching;
using EdgarApi.Storage;
using EdgarApi.Storage.Identity;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Schema;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EdgarApi.Warmer.Ingest;

/// <summary>
/// The program as a job, <c>EdgarApi.Warmer migrate</c>: lets the programs' identities into the database, migrates the schema, creates the
/// first keys and ends. A deployment runs it before it replaces processes. Running it again changes nothing.
/// </summary>
internal static partial class SchemaMigration
{
    /// <summary>The first argument that selects it.</summary>
    public const string Argument = "migrate";

    /// <summary>Works on the primary, <c>ConnectionStrings:edgardb</c>.</summary>
    /// <param name="arguments">Settings.</param>
    /// <param name="configure">Changes the services, for tests.</param>
    /// <returns>The exit code: 0, or 1 if a script failed, a key is taken or the database did not respond.</returns>
    /// <exception cref="OptionsValidationException">A setting is invalid; nothing has changed.</exception>
    public static async Task<int> RunAsync(string[] arguments, Action<IHostApplicationBuilder>? configure = null)
    {
        var builder = Host.CreateApplicationBuilder(arguments);
        configure?.Invoke(builder);
        builder.AddServiceDefaults();
        builder.AddCaching();
        builder.AddIngest();
        builder.AddAccountBootstrap();
        using var host = builder.Build(); // not started: nothing but the job runs
        var bootstrap = host.Services.GetRequiredService<IOptions<BootstrapOptions>>().Value;
        try
        {
            if (bootstrap.Principals.Count > 0)
            {
                var principals = new DatabasePrincipals(
                    host.Services.GetRequiredService<IReadOnlyList<DatabaseNode>>()[0], builder.GetAzureCredential(),
                    host.Services.GetRequiredService<ILogger<DatabasePrincipals>>());
                await principals.EnsureAsync(bootstrap.Principals, CancellationToken.None).ConfigureAwait(false);
            }

            await host.Services.GetRequiredService<SchemaMigrator>().MigrateAsync(CancellationToken.None).ConfigureAwait(false);
            await host.Services.GetRequiredService<AccountBootstrap>().RunAsync(CancellationToken.None).ConfigureAwait(false);
            return 0;
        }
        catch (Exception error)
            when (error is NpgsqlException or InvalidOperationException or TimeoutException or AccountConflictException)
        {
            LogFailed(host.Services.GetRequiredService<ILoggerFactory>().CreateLogger(nameof(SchemaMigration)), error);
            return 1;
        }
    }

    [LoggerMessage(LogLevel.Error, "The migration failed; a script or key that failed changed nothing")]
    private static partial void LogFailed(ILogger logger, Exception error);
}
