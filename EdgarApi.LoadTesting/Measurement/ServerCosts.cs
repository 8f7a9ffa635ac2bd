using EdgarApi.LoadTesting.Gate;

namespace EdgarApi.LoadTesting.Measurement;

/// <summary>
/// What the server did during a run, according to its metrics. Behind a proxy the two readings may come from different processes, so costs
/// are for the address of one process.
/// </summary>
/// <param name="SqlCommands">SQL commands.</param>
/// <param name="SqlSeconds">Seconds that SQL commands took.</param>
/// <param name="RedisCommands">Redis commands; null if the server does not count them.</param>
public sealed record ServerCosts(double SqlCommands, double SqlSeconds, double? RedisCommands)
{
    private const string Sql = "db_client_operation_duration_seconds";
    private const string Redis = "redis_operations_total";

    /// <summary>Reads the counters; null if the text does not contain them.</summary>
    internal static ServerCosts? Read(string? metrics) =>
        metrics is not null
        && PrometheusText.Sum(metrics, $"{Sql}_count") is { } commands && PrometheusText.Sum(metrics, $"{Sql}_sum") is { } seconds
            ? new ServerCosts(commands, seconds, PrometheusText.Sum(metrics, Redis))
            : null;

    /// <summary>Gets what happened between two readings; null if one is missing or the process restarted in between.</summary>
    internal static ServerCosts? Subtract(ServerCosts? after, ServerCosts? before) =>
        after is null || before is null || after.SqlCommands < before.SqlCommands
            ? null
            : new ServerCosts(
                after.SqlCommands - before.SqlCommands, after.SqlSeconds - before.SqlSeconds, after.RedisCommands - before.RedisCommands);
}
