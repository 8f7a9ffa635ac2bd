using System.Data;
using Dapper;
using Npgsql;

namespace EdgarApi.Storage.Postgres;

/// <summary>Dapper's methods on a data source: each opens a connection, runs one command and closes the connection.</summary>
public static class DataSourceExtensions
{
    /// <summary>Columns like <c>fiscal_year</c> map to properties and constructor parameters like <c>FiscalYear</c>.</summary>
    public static void ConfigureMapping() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>Reads rows.</summary>
    /// <param name="source">The database.</param>
    /// <param name="sql">The query.</param>
    /// <param name="parameters">An object whose properties are the query's parameters, or null.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <param name="timeoutSeconds">Timeout in seconds, 0 for no limit; null for the timeout of the data source.</param>
    public static Task<IReadOnlyList<T>> QueryAsync<T>(
        this NpgsqlDataSource source, string sql, object? parameters, CancellationToken cancellationToken, int? timeoutSeconds = null) =>
        source.RunAsync(
            (connection, command) => connection.ReadRowsAsync<T>(command),
            new CommandDefinition(sql, parameters, commandTimeout: timeoutSeconds, cancellationToken: cancellationToken));

    /// <summary>Reads the only row.</summary>
    /// <inheritdoc cref="QueryAsync{T}"/>
    public static Task<T> QuerySingleAsync<T>(
        this NpgsqlDataSource source, string sql, object? parameters, CancellationToken cancellationToken) =>
        source.RunAsync(
            (connection, command) => connection.ReadSingleAsync<T>(command),
            new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));

    /// <summary>Reads the only row, or null if there is no row.</summary>
    /// <inheritdoc cref="QueryAsync{T}"/>
    public static Task<T?> QuerySingleOrDefaultAsync<T>(
        this NpgsqlDataSource source, string sql, object? parameters, CancellationToken cancellationToken) =>
        source.RunAsync(
            (connection, command) => connection.ReadSingleOrDefaultAsync<T>(command),
            new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));

    /// <summary>Runs a statement; returns the number of changed rows.</summary>
    /// <param name="source">The database.</param>
    /// <param name="sql">The statement.</param>
    /// <param name="parameters">An object whose properties are the statement's parameters, or null.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    /// <param name="timeoutSeconds">Timeout in seconds, 0 for no limit; null for the timeout of the data source.</param>
    public static Task<int> ExecuteAsync(
        this NpgsqlDataSource source, string sql, object? parameters, CancellationToken cancellationToken, int? timeoutSeconds = null) =>
        source.RunAsync(
            (connection, command) => connection.ExecuteAsync(command),
            new CommandDefinition(sql, parameters, commandTimeout: timeoutSeconds, cancellationToken: cancellationToken));

    /// <summary>Opens a connection and begins a transaction.</summary>
    public static async Task<DatabaseTransaction> BeginTransactionAsync(
        this NpgsqlDataSource source, CancellationToken cancellationToken, IsolationLevel isolation = IsolationLevel.Unspecified)
    {
        var connection = await source.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return new DatabaseTransaction(
                connection, await connection.BeginTransactionAsync(isolation, cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<T> RunAsync<T>(
        this NpgsqlDataSource source, Func<NpgsqlConnection, CommandDefinition, Task<T>> run, CommandDefinition command)
    {
        var connection = await source.OpenAsync(command.CancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        return await run(connection, command).ConfigureAwait(false);
    }

    /// <summary>
    /// Opens a connection. With several hosts, a pooled connection that the server has closed makes the driver treat that host as offline
    /// until it next checks it, even if the host is the primary now. Nothing has been sent yet, so the driver checks all hosts again.
    /// </summary>
    private static async Task<NpgsqlConnection> OpenAsync(this NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        try
        {
            return await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException error) when (source is NpgsqlMultiHostDataSource && HasClosedConnection(error))
        {
            ((NpgsqlMultiHostDataSource)source).ClearDatabaseStates();
            return await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether an established connection was closed, as opposed to a failure to connect.</summary>
    private static bool HasClosedConnection(Exception error) => error switch
    {
        AggregateException several => several.InnerExceptions.Any(HasClosedConnection),
        PostgresException closed => closed.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown,
        NpgsqlException { InnerException: AggregateException several } => HasClosedConnection(several),
        _ => error.InnerException is IOException,
    };
}
