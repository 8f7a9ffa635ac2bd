using EdgarApi.Sec;
using EdgarApi.Storage.Routing;
using Npgsql;
using Polly.Timeout;
using ZiggyCreatures.Caching.Fusion;

namespace EdgarApi.Api.Telemetry;

/// <summary>What a request was waiting for when it timed out.</summary>
internal enum TimeoutSource
{
    /// <summary>The computation of the response.</summary>
    Compute,

    /// <summary>Postgres.</summary>
    Database,

    /// <summary>The SEC, in live mode.</summary>
    Sec,
}

internal static class TimeoutSources
{
    /// <summary>Values of the label, in the order of the sources.</summary>
    public static IReadOnlyList<string> Names { get; } = ["compute", "database", "sec"];

    /// <summary>Finds what timed out; null if the error is not a timeout.</summary>
    public static TimeoutSource? Find(Exception error) => error switch
    {
        SyntheticTimeoutException => TimeoutSource.Compute,
        SecUnavailableException { InnerException: TimeoutException or TimeoutRejectedException } => TimeoutSource.Sec,
        DatabaseUnavailableException { InnerException: { } inner } => IsDatabaseTimeout(inner) ? TimeoutSource.Database : null,
        _ => IsDatabaseTimeout(error) ? TimeoutSource.Database : null,
    };

    private static bool IsDatabaseTimeout(Exception error) =>
        error is TimeoutException or NpgsqlException { InnerException: TimeoutException }
            or PostgresException { SqlState: PostgresErrorCodes.QueryCanceled };
}
