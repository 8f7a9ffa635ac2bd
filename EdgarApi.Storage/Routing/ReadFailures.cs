using System.Net.Sockets;
using Npgsql;

namespace EdgarApi.Storage.Routing;

/// <summary>What an error says about the node on which it came.</summary>
internal enum ReadFailure
{
    /// <summary>The query itself is wrong: no other node would do better.</summary>
    Fatal,

    /// <summary>Another node may well answer; this one is not ill for it.</summary>
    ElsewherePlease,

    /// <summary>The node did not answer in time.</summary>
    TimedOut,

    /// <summary>The node is gone or going: a connection was refused or broke, or the server is shutting down or starting.</summary>
    ConnectionFailed,
}

internal static class ReadFailures
{
    /// <summary>Sorts an error of a read. Npgsql itself repeats nothing.</summary>
    public static ReadFailure Classify(Exception error) => error switch
    {
        PostgresException { SqlState: var state } => state switch
        {
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow => ReadFailure.ConnectionFailed,
            // Recovery conflicts, cancelled statements, a full server, a server that turned out read-only, and schema not replayed yet.
            PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.TooManyConnections
                or PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.DeadlockDetected => ReadFailure.ElsewherePlease,
            _ when state.StartsWith("08", StringComparison.Ordinal) => ReadFailure.ConnectionFailed,
            _ => ReadFailure.Fatal,
        },
        NodeBusyException => ReadFailure.ElsewherePlease,
        TimeoutException => ReadFailure.TimedOut,
        NpgsqlException { InnerException: TimeoutException } => ReadFailure.TimedOut,
        NpgsqlException or SocketException or IOException => ReadFailure.ConnectionFailed,
        _ => ReadFailure.Fatal,
    };
}
