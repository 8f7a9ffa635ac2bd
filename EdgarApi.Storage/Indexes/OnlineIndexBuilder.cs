using EdgarApi.Storage.Postgres;
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
        foreach (var index in OnlineIndexCatalog.All)
        {
            const string RelKind = "select relkind::text from pg_class where oid = @Table::regclass";
            if (await primary.QueryAsync<string>(RelKind, new { index.Table }, cancellationToken).ConfigureAwait(false) is ["p"])
                await EnsurePartitionedAsync(index, cancellationToken).ConfigureAwait(false);
            else
                await EnsureAsync(index, index.Name, index.Table, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task EnsurePartitionedAsync(OnlineIndex index, CancellationToken cancellationToken)
    {
        const string Unindexed = """
            select c.relname from pg_inherits p join pg_class c on c.oid = p.inhrelid
            where p.inhparent = @Table::regclass and not p.inhdetachpending and not exists (
                select from pg_index i join pg_inherits a on a.inhrelid = i.indexrelid
                where i.indrelid = c.oid and a.inhparent = @Name::regclass)
            order by 1
            """;
        await primary.AlterBrieflyAsync(
            $"create index if not exists {index.GetDefinition(index.Name, $"only {index.Table}")}",
            cancellationToken).ConfigureAwait(false);
        foreach (var partition in await primary.QueryAsync<string>(
            Unindexed, new { index.Table, index.Name }, cancellationToken).ConfigureAwait(false))
        {
            var part = GetName(index, partition);
            await EnsureAsync(index, part, partition, cancellationToken).ConfigureAwait(false);
            await primary.AlterBrieflyAsync(
                $"alter index {index.Name} attach partition {part}", cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task EnsureAsync(OnlineIndex index, string name, string table, CancellationToken cancellationToken)
    {
        const string Validity = "select indisvalid from pg_index where indexrelid = to_regclass(@Name)";
        var valid = await primary.QueryAsync<bool>(Validity, new { Name = name }, cancellationToken).ConfigureAwait(false);
        if (valid is [true]) return;
        if (valid is [false])
        {
            LogInvalid(name);
            await primary.AlterAsync($"drop index concurrently {name}", cancellationToken).ConfigureAwait(false);
        }

        await primary.AlterAsync(
            $"create index concurrently {index.GetDefinition(name, table)}", cancellationToken).ConfigureAwait(false);
        LogBuilt(name, table);
    }

    /// <summary>The index's name on a partition: <c>idx_api_usage_company_cik_20260131</c> on <c>api_usage_20260131</c>.</summary>
    public static string GetName(OnlineIndex index, string partition) => index.Name + partition[index.Table.Length..];

    [LoggerMessage(LogLevel.Information, "Built index {Name} on {Table}")]
    private partial void LogBuilt(string name, string table);

    [LoggerMessage(LogLevel.Warning, "Rebuilding index {Name}, which an interrupted build left invalid")]
    private partial void LogInvalid(string name);
}
