using Npgsql;

namespace EdgarApi.Tests.Storage.Schema.Releases;

/// <summary>Reads what a database has of a release's contract.</summary>
internal static class ReleaseSchema
{
    /// <summary>Describes a statement without executing it.</summary>
    /// <returns>The columns of its result, each as <c>name type</c>.</returns>
    /// <exception cref="PostgresException">The statement is not valid on this schema.</exception>
    public static async Task<IReadOnlyList<string>> DescribeAsync(
        NpgsqlDataSource source, ReleaseStatement statement, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        if (statement.Sql.StartsWith("copy ", StringComparison.OrdinalIgnoreCase))
        {
            // Cancelled when it is disposed.
            await using var import = await connection.BeginBinaryImportAsync(statement.Sql, cancellationToken);
            return [];
        }

        await using var command = new NpgsqlCommand(statement.Sql, connection);
        foreach (var type in statement.Parameters)
        {
            command.Parameters.Add(type is null
                ? new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Unknown }
                : new NpgsqlParameter { Value = DBNull.Value, DataTypeName = type });
        }

        await using var reader = await command.ExecuteReaderAsync(System.Data.CommandBehavior.SchemaOnly, cancellationToken);
        return [.. Enumerable.Range(0, reader.FieldCount).Select(column => $"{reader.GetName(column)} {reader.GetDataTypeName(column)}")];
    }

    /// <summary>The names of types by their object ids; 0 has no name.</summary>
    public static async Task<IReadOnlyDictionary<uint, string>> GetTypesAsync(
        NpgsqlDataSource source, IReadOnlyList<uint> ids, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select oid, format_type(oid, null) from pg_type where oid = any($1)");
        command.Parameters.Add(new() { Value = ids.ToArray(), DataTypeName = "oid[]" });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var types = new Dictionary<uint, string>();
        while (await reader.ReadAsync(cancellationToken)) types.Add(reader.GetFieldValue<uint>(0), reader.GetString(1));
        return types;
    }

    /// <summary>The tables of the schema <c>public</c>, except partitions, which are made like their table, and DbUp's journal.</summary>
    public static async Task<IReadOnlyList<ReleaseTable>> GetTablesAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            select c.relname,
                array(select a.attname::text from pg_attribute a
                    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attnotnull and not a.atthasdef
                        and a.attidentity = '' and a.attgenerated = ''
                    order by a.attname collate "C"),
                array(select rule from (
                        select pg_get_constraintdef(oid) from pg_constraint where conrelid = c.oid and contype <> 'n'
                        union select regexp_replace(pg_get_indexdef(indexrelid), ' INDEX \S+ ON ', ' INDEX ON ') from pg_index
                            where indrelid = c.oid and indisunique
                        union select pg_get_triggerdef(oid) from pg_trigger where tgrelid = c.oid and not tgisinternal
                    ) as rules (rule) order by rule collate "C")
            from pg_class c
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
                and c.relname <> 'schemaversions'
            order by c.relname collate "C"
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var tables = new List<ReleaseTable>();
        while (await reader.ReadAsync(cancellationToken))
            tables.Add(new(reader.GetString(0), reader.GetFieldValue<string[]>(1), reader.GetFieldValue<string[]>(2)));
        return tables;
    }
}
