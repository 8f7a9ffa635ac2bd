using System.Globalization;
using Dapper;
using EdgarApi.Storage.Indexes;
using EdgarApi.Storage.Schema;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgarApi.Accounts.Usage.Partitions;

/// <summary>
/// The partitions of <c>api_usage</c>, one a UTC day, named <c>api_usage_20260131</c>. They come and go without holding up writers: a table is made, indexed while it is
/// empty, and attached; an old one is detached concurrently before it is dropped. What a broken attempt left is finished by the next.
/// </summary>
internal sealed partial class UsagePartitions(NpgsqlDataSource primary, ILogger<UsagePartitions> logger)
{
    public const string Table = "api_usage";

    private static readonly IReadOnlyList<OnlineIndex> Indexes = [.. OnlineIndexCatalog.All.Where(index => index.Table == Table)];

    public static string GetName(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{Table}_{day:yyyyMMdd}");

    /// <summary>Makes those of today, the day before and some ahead; when nobody did for longer, from where it stopped.</summary>
    /// <param name="oldest">The first day that may have one.</param>
    /// <param name="today">The day.</param>
    /// <param name="ahead">Days from then on.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public async Task CreateAsync(DateOnly oldest, DateOnly today, int ahead, CancellationToken cancellationToken)
    {
        var yesterday = today.AddDays(-1);
        var first = (await ReadAsync(cancellationToken).ConfigureAwait(false)).Where(partition => partition.IsAttached && partition.Day <= yesterday)
            .Select(partition => partition.Day).Append(DateOnly.MinValue).Max();
        first = first == DateOnly.MinValue ? yesterday : first < oldest ? oldest : first;
        await CreateAsync(first, today.AddDays(ahead), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes the partitions of days that have none.</summary>
    public async Task CreateAsync(DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        var connection = await primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var attached = (await ReadAsync(connection, cancellationToken).ConfigureAwait(false)).Where(partition => partition.IsAttached).Select(partition => partition.Day).ToHashSet();
        for (var day = first; day <= last; day = day.AddDays(1))
            if (!attached.Contains(day)) await CreateAsync(connection, day, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Drops the partitions of the days before one, for which <paramref name="mayGo"/>.</summary>
    public async Task DropBeforeAsync(DateOnly day, Func<DateOnly, bool> mayGo, CancellationToken cancellationToken)
    {
        var connection = await primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        foreach (var partition in await ReadAsync(connection, cancellationToken).ConfigureAwait(false))
        {
            if (partition.Day >= day || !mayGo(partition.Day)) continue;
            var name = GetName(partition.Day);
            if (partition.IsAttached)
                await connection.AlterAsync($"alter table {Table} detach partition {name} {(partition.IsDetaching ? "finalize" : "concurrently")}", cancellationToken).ConfigureAwait(false);
            await connection.AlterAsync($"drop table {name}", cancellationToken).ConfigureAwait(false);
            LogDropped(name);
        }
    }

    private async Task<IReadOnlyList<Partition>> ReadAsync(CancellationToken cancellationToken)
    {
        var connection = await primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        return await ReadAsync(connection, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All partitions, and tables that were made or detached and got no further.</summary>
    private static async Task<IReadOnlyList<Partition>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string Sql = """
            select to_date(right(c.relname, 8), 'YYYYMMDD') as day, p.inhrelid is not null as is_attached, coalesce(p.inhdetachpending, false) as is_detaching
            from pg_class c left join pg_inherits p on p.inhrelid = c.oid and p.inhparent = 'api_usage'::regclass
            where c.relnamespace = (select relnamespace from pg_class where oid = 'api_usage'::regclass) and c.relkind = 'r' and c.relname ~ '^api_usage_\d{8}$'
            order by 1
            """;
        var rows = await connection.QueryAsync<(DateOnly Day, bool IsAttached, bool IsDetaching)>(new CommandDefinition(Sql, cancellationToken: cancellationToken))
            .ConfigureAwait(false);
        return [.. rows.Select(row => new Partition(row.Day, row.IsAttached, row.IsDetaching))];
    }

    private async Task CreateAsync(NpgsqlConnection connection, DateOnly day, CancellationToken cancellationToken)
    {
        var name = GetName(day);
        // Vacuum of a table that is only added to is set off by what was inserted.
        await connection.AlterAsync(
            $"""
            create table if not exists {name} (like {Table} including defaults including comments)
            with (autovacuum_vacuum_scale_factor = 0.1, autovacuum_vacuum_insert_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05)
            """,
            cancellationToken).ConfigureAwait(false);
        foreach (var index in Indexes)
            await connection.AlterAsync($"create index if not exists {index.On(OnlineIndexBuilder.NameOn(index, name), name)}", cancellationToken).ConfigureAwait(false);
        await connection.AlterAsync(
            string.Create(CultureInfo.InvariantCulture, $"alter table {Table} attach partition {name} for values from ('{day:yyyy-MM-dd} 00:00:00+00') to ('{day.AddDays(1):yyyy-MM-dd} 00:00:00+00')"),
            cancellationToken).ConfigureAwait(false);
        LogCreated(name);
    }

    private sealed record Partition(DateOnly Day, bool IsAttached, bool IsDetaching);

    [LoggerMessage(LogLevel.Information, "Partition {Name} is there")]
    private partial void LogCreated(string name);

    [LoggerMessage(LogLevel.Information, "Partition {Name} is over its time and dropped")]
    private partial void LogDropped(string name);
}
