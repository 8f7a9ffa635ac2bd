using System.Data;
using System.Data.Common;
using System.Globalization;
using Dapper;
using Npgsql;

namespace EdgarApi.Storage.Postgres;

/// <summary>
/// Reads the results of a command, row by row as a whole. Dapper's own queries read the columns of a row one after another, and then
/// Npgsql blocks the thread until the rest of a row has arrived that is larger than its buffer, such as one with a snapshot. Over a slow
/// network a few of these take all threads of the pool, and cannot be canceled.
/// </summary>
public sealed class ResultReader : IAsyncDisposable
{
    private readonly DbDataReader _reader;
    private readonly CancellationToken _cancellation;
    private bool _hasBegun;

    private ResultReader(DbDataReader reader, CancellationToken cancellation) => (_reader, _cancellation) = (reader, cancellation);

    /// <summary>Runs the command.</summary>
    public static async Task<ResultReader> OpenAsync(NpgsqlConnection connection, CommandDefinition command) => new(
        await connection.ExecuteReaderAsync(command, CommandBehavior.Default).ConfigureAwait(false), command.CancellationToken);

    /// <summary>Reads the rows of the next statement's result.</summary>
    /// <exception cref="InvalidOperationException">The command has no further result.</exception>
    public async Task<IReadOnlyList<T>> ReadRowsAsync<T>()
    {
        if (_hasBegun && !await _reader.NextResultAsync(_cancellation).ConfigureAwait(false))
            throw new InvalidOperationException("The command has no further result.");
        _hasBegun = true;
        var rows = new List<T>();
        Func<DbDataReader, object>? parse = null;
        while (await _reader.ReadAsync(_cancellation).ConfigureAwait(false))
            rows.Add(Convert<T>((parse ??= _reader.GetRowParser(typeof(T)))(_reader)));
        return rows;
    }

    /// <summary>Reads the only row of the next statement's result.</summary>
    /// <exception cref="InvalidOperationException">There is no row, or there are several.</exception>
    public async Task<T> ReadSingleAsync<T>() => (await ReadRowsAsync<T>().ConfigureAwait(false)).Single();

    /// <summary>Reads the only row of the next statement's result, or null if there is no row.</summary>
    /// <exception cref="InvalidOperationException">There are several rows.</exception>
    public async Task<T?> ReadSingleOrDefaultAsync<T>() => (await ReadRowsAsync<T>().ConfigureAwait(false)).SingleOrDefault();

    /// <summary>
    /// A single column may have another type, such as a 32-bit number for a 64-bit one. Null is no value of a value type.
    /// </summary>
    private static T Convert<T>(object? value) => value switch
    {
        T typed => typed,
        null when default(T) is null => default!,
        _ => (T)System.Convert.ChangeType(value, Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T), CultureInfo.InvariantCulture)!,
    };

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _reader.DisposeAsync();
}

/// <summary>Reads the result of one command.</summary>
public static class ResultReading
{
    /// <summary>Reads rows.</summary>
    public static async Task<IReadOnlyList<T>> ReadRowsAsync<T>(this NpgsqlConnection connection, CommandDefinition command)
    {
        var result = await ResultReader.OpenAsync(connection, command).ConfigureAwait(false);
        await using var _ = result.ConfigureAwait(false);
        return await result.ReadRowsAsync<T>().ConfigureAwait(false);
    }

    /// <summary>Reads the only row.</summary>
    /// <exception cref="InvalidOperationException">There is no row, or there are several.</exception>
    public static async Task<T> ReadSingleAsync<T>(this NpgsqlConnection connection, CommandDefinition command) =>
        (await connection.ReadRowsAsync<T>(command).ConfigureAwait(false)).Single();

    /// <summary>Reads the only row, or null if there is no row.</summary>
    /// <exception cref="InvalidOperationException">There are several rows.</exception>
    public static async Task<T?> ReadSingleOrDefaultAsync<T>(this NpgsqlConnection connection, CommandDefinition command) =>
        (await connection.ReadRowsAsync<T>(command).ConfigureAwait(false)).SingleOrDefault();
}
