using System.Globalization;
using Npgsql;

namespace EdgarApi.Operations.Drills;

/// <summary>The content of a database: rows and a checksum per table.</summary>
/// <param name="Tables">By name.</param>
public sealed record DatabaseDigest(IReadOnlyDictionary<string, TableDigest> Tables)
{
    private const string TablesSql = """
        select format('%I.%I', schemaname, tablename) from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema') order by 1
        """;

    /// <summary>Number of rows in all tables.</summary>
    public long Rows => Tables.Values.Sum(table => table.Rows);

    /// <summary>Reads the names of all tables.</summary>
    public static async Task<IReadOnlyList<string>> ReadTablesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        var command = new NpgsqlCommand(TablesSql, connection);
        await using var _ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) names.Add(reader.GetString(0));
        return names;
    }

    /// <summary>Reads every row of every table. The checksum does not depend on the order of the rows.</summary>
    public static async Task<DatabaseDigest> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var tables = new SortedDictionary<string, TableDigest>(StringComparer.Ordinal);
        foreach (var table in await ReadTablesAsync(connection, cancellationToken).ConfigureAwait(false))
        {
            var command = new NpgsqlCommand(
                $"select count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text from only {table} t", connection)
            {
                CommandTimeout = 0,
            };
            await using var _ = command.ConfigureAwait(false);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using var __ = reader.ConfigureAwait(false);
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            tables.Add(table, new TableDigest(reader.GetInt64(0), reader.GetString(1)));
        }

        return new DatabaseDigest(tables);
    }

    /// <summary>Describes each table that differs; empty if none does.</summary>
    public IReadOnlyList<string> FindDifferences(DatabaseDigest other) =>
    [
        .. from name in Tables.Keys.Union(other.Tables.Keys).Order(StringComparer.Ordinal)
           let here = Tables.GetValueOrDefault(name)
           let there = other.Tables.GetValueOrDefault(name)
           where here != there
           select $"{name}: {Describe(here)}, but {Describe(there)}",
    ];

    private static string Describe(TableDigest? table) => table is null ? "no table"
        : string.Create(CultureInfo.InvariantCulture, $"{table.Rows} rows with checksum {table.Checksum}");
}

/// <summary>The content of a table.</summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Checksum">Sum of the rows' hashes.</param>
public sealed record TableDigest(long Rows, string Checksum);
