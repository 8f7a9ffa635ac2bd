using System.Net.Sockets;
using Npgsql;

namespace EdgarApi.Storage.Routing;

/// <summary>What an error means for the node on which it occurred.</summary>
internal enum ReadFailure
{
    /// <summary>The query itself is wrong; it would fail on any node.</summary>
    Fatal,

    /// <summary>Another node may succeed; this one is still healthy.</summary>
    RetryElsewhere,

    /// <summary>
    /// The node cannot serve this read, but responds: data or an index is damaged, its disk fails or is full, or it is out of memory.
    /// </summary>
    NodeFaulty,

    /// <summary>The node did not respond in time.</summary>
    TimedOut,

    /// <summary>The node responds, but not to this read, and another replica may serve it sooner.</summary>
    Slow,

    /// <summary>The node is unavailable: a connection was refused or broke, or the server is starting or shutting down.</summary>
    ConnectionFailed,
}

internal static class ReadFailures
{
    /// <summary>Classifies the error of a read. Npgsql itself does not retry.</summary>
    public static ReadFailure Classify(Exception error) => error switch
    {
        PostgresException { SqlState: var state } => state switch
        {
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow =>
                ReadFailure.ConnectionFailed,
            // Recovery conflicts, cancelled statements, a full server, a server that is read-only, and schema changes not replayed yet.
            PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.TooManyConnections
                or PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.UndefinedTable
                or PostgresErrorCodes.DeadlockDetected => ReadFailure.RetryElsewhere,
            PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted or PostgresErrorCodes.InternalError
                or PostgresErrorCodes.IoError or PostgresErrorCodes.UndefinedFile or PostgresErrorCodes.DuplicateFile
                or PostgresErrorCodes.SystemError or PostgresErrorCodes.InsufficientResources or PostgresErrorCodes.DiskFull
                or PostgresErrorCodes.OutOfMemory => ReadFailure.NodeFaulty,
            _ when state.StartsWith("08", StringComparison.Ordinal) => ReadFailure.ConnectionFailed,
            _ => ReadFailure.Fatal,
        },
        DamagedDataException => ReadFailure.NodeFaulty,
        NodeBusyException => ReadFailure.RetryElsewhere,
        SlowReadException => ReadFailure.Slow,
        TimeoutException => ReadFailure.TimedOut,
        NpgsqlException { InnerException: TimeoutException } => ReadFailure.TimedOut,
        NpgsqlException or SocketException or IOException => ReadFailure.ConnectionFailed,
        _ => ReadFailure.Fatal,
    };
}
