using Dapper;
using EdgarApi.Storage.Schema;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgarApi.Storage.Indexes;

/// <summary>
/// Builds the indexes of <see cref="OnlineIndexCatalog"/> outside transactions and without blocking writes. Partitioned tables do not
/// support <c>concurrently</c>: the index is declared on the parent only, built concurrently on each partition, and then attached. Existing
/// indexes are kept; invalid ones left by an interrupted build are rebuilt.
/// </summary>
public sealed partial class OnlineIndexBuilder(NpgsqlDataSource primary, ILogger<OnlineIndexBuilder> logger)
{
    /// <summary>Builds missing indexes. Must not run concurrently.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        var connection = await primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        foreach (var index in OnlineIndexCatalog.All)
        {
            const string RelKind = "select relkind::text from pg_class where oid = @Table::regclass";
            if (await QueryAsync<string>(connection, RelKind, new { index.Table }, cancellationToken).ConfigureAwait(false) is ["p"])
                await EnsurePartitionedAsync(connection, index, cancellationToken).ConfigureAwait(false);
            else
                await EnsureAsync(connection, index, index.Name, index.Table, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task EnsurePartitionedAsync(NpgsqlConnection connection, OnlineIndex index, CancellationToken cancellationToken)
    {
        const string Unindexed = """
            select c.relname from pg_inherits p join pg_class c on c.oid = p.inhrelid
            where p.inhparent = @Table::regclass and not p.inhdetachpending and not exists (
                select from pg_index i join pg_inherits a on a.inhrelid = i.indexrelid
                where i.indrelid = c.oid and a.inhparent = @Name::regclass)
            order by 1
            """;
        await connection.AlterBrieflyAsync(
            $"create index if not exists {index.GetDefinition(index.Name, $"only {index.Table}")}",
            cancellationToken).ConfigureAwait(false);
        foreach (var partition in await QueryAsync<string>(
            connection, Unindexed, new { index.Table, index.Name }, cancellationToken).ConfigureAwait(false))
        {
            var part = GetName(index, partition);
            await EnsureAsync(connection, index, part, partition, cancellationToken).ConfigureAwait(false);
            await connection.AlterBrieflyAsync(
                $"alter index {index.Name} attach partition {part}", cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task EnsureAsync(
        NpgsqlConnection connection, OnlineIndex index, string name, string table, CancellationToken cancellationToken)
    {
        const string Validity = "select indisvalid from pg_index where indexrelid = to_regclass(@Name)";
        var valid = await QueryAsync<bool>(connection, Validity, new { Name = name }, cancellationToken).ConfigureAwait(false);
        if (valid is [true]) return;
        if (valid is [false])
        {
            LogInvalid(name);
            await connection.AlterAsync($"drop index concurrently {name}", cancellationToken).ConfigureAwait(false);
        }

        await connection.AlterAsync(
            $"create index concurrently {index.GetDefinition(name, table)}", cancellationToken).ConfigureAwait(false);
        LogBuilt(name, table);
    }

    /// <summary>The index's name on a partition: <c>idx_api_usage_company_cik_20260131</c> on <c>api_usage_20260131</c>.</summary>
    public static string GetName(OnlineIndex index, string partition) => index.Name + partition[index.Table.Length..];

    private static async Task<T[]> QueryAsync<T>(
        NpgsqlConnection connection, string sql, object parameters, CancellationToken cancellationToken) =>
        [.. await connection.QueryAsync<T>(
            new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)).ConfigureAwait(false)];

    [LoggerMessage(LogLevel.Information, "Built index {Name} on {Table}")]
    private partial void LogBuilt(string name, string table);

    [LoggerMessage(LogLevel.Warning, "Rebuilding index {Name}, which an interrupted build left invalid")]
    private partial void LogInvalid(string name);
}
