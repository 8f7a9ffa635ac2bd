using HealthChecks.NpgSql;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EdgarApi.AppHost.Stores;

/// <summary>Queries a Postgres server that runs as a local program, once its status file says that it accepts connections.</summary>
/// <remarks>
/// Postgres logs an error for each connection that it rejects while it starts. Those would be the only errors of a healthy start.
/// </remarks>
/// <param name="statusFile">The server's <c>postmaster.pid</c>; null where it cannot be read, as in a container.</param>
/// <param name="connectionString">Gets the connection string; null until the server has an address.</param>
internal sealed class NodeHealthCheck(string? statusFile, Func<string?> connectionString) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (connectionString() is not { } target) return HealthCheckResult.Unhealthy("The server has no address yet.");
        if (statusFile is not null && !IsReady(statusFile))
            return HealthCheckResult.Unhealthy("The server does not accept connections yet.");
        return await new NpgSqlHealthCheck(new NpgSqlHealthCheckOptions(target)).CheckHealthAsync(context, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>The last line of the file is "starting", "stopping", "standby" (rejects connections) or "ready".</summary>
    private static bool IsReady(string file)
    {
        try
        {
            return File.ReadLines(file).LastOrDefault()?.TrimEnd() == "ready";
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false; // the server is not running
        }
    }
}
