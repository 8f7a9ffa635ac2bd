using System.Globalization;
using DbUp;
using DbUp.Engine.Output;
using DbUp.Postgresql;
using EdgarApi.Storage.Postgres;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgarApi.Storage.Schema;

/// <summary>
/// Updates the primary's schema with the numbered scripts of <c>Schema/</c>, all in one transaction: a migration that fails changes
/// nothing. One worker runs at a time.
/// </summary>
public sealed partial class SchemaMigrator(NpgsqlDataSource primary, ILogger<SchemaMigrator> logger)
{
    private const string LockName = "edgar-migrate";

    /// <summary>Runs new scripts. A second worker waits and then finds nothing to do.</summary>
    /// <exception cref="InvalidOperationException">A script failed, and nothing changed; see the inner exception.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var handle = await AdvisoryLock.AcquireAsync(LockName, primary, cancellationToken).ConfigureAwait(false);
        // A connection string of its own would create an unnamed pool, which metrics show with host and user.
        var connections = new PostgresqlConnectionManager(primary);
        var engine = DeployChanges.To.PostgresqlDatabase(connections)
            .WithScriptsEmbeddedInAssembly(typeof(SchemaMigrator).Assembly, name => name.EndsWith(".sql", StringComparison.Ordinal))
            .WithTransaction()
            .LogTo(new ScriptLog(logger))
            .Build();
        var result = await Task.Run(engine.PerformUpgrade, cancellationToken).ConfigureAwait(false);
        if (!result.Successful)
            throw new InvalidOperationException($"Schema script {result.ErrorScript?.Name} failed: {result.Error.Message}", result.Error);
        LogMigrated(result.Scripts.Count());
    }

    [LoggerMessage(LogLevel.Information, "The schema is up to date; ran {Scripts} new scripts")]
    private partial void LogMigrated(int scripts);

    /// <summary>Passes DbUp's messages on; its informational messages become debug messages.</summary>
    private sealed partial class ScriptLog(ILogger logger) : IUpgradeLog
    {
        public void LogTrace(string format, params object[] args) => Write(LogLevel.Trace, format, args);

        public void LogDebug(string format, params object[] args) => Write(LogLevel.Debug, format, args);

        public void LogInformation(string format, params object[] args) => Write(LogLevel.Debug, format, args);

        public void LogWarning(string format, params object[] args) => Write(LogLevel.Warning, format, args);

        public void LogError(string format, params object[] args) => Write(LogLevel.Error, format, args);

        public void LogError(Exception ex, string format, params object[] args) => Write(LogLevel.Error, format, args, ex);

        private void Write(LogLevel level, string format, object[] args, Exception? error = null)
        {
            if (!logger.IsEnabled(level)) return;
            var message = string.Format(CultureInfo.InvariantCulture, format, args);
            Written(level, message, error);
        }

        [LoggerMessage("{Message}")]
        private partial void Written(LogLevel level, string message, Exception? error);
    }
}
