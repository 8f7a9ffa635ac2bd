using System.Globalization;
using EdgarApi.Storage.Indexes;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Schema;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgarApi.Accounts.Usage.Partitions;

/// <summary>
/// The partitions of <c>api_usage</c>, one per UTC day, named <c>api_usage_20260131</c>. Changing them does not block writers: a new table
/// is indexed while empty and then attached; an old one is detached concurrently before it is dropped. The next run completes interrupted
/// changes.
/// </summary>
internal sealed partial class UsagePartitions(NpgsqlDataSource primary, ILogger<UsagePartitions> logger)
{
    public const string Table = "api_usage";

    private static readonly IReadOnlyList<OnlineIndex> Indexes = [.. OnlineIndexCatalog.All.Where(index => index.Table == Table)];

    public static string GetName(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{Table}_{day:yyyyMMdd}");

    /// <summary>
    /// Creates the partitions from yesterday to some days ahead, or from the last existing one if maintenance was interrupted.
    /// </summary>
    /// <param name="oldest">The first day that may have a partition.</param>
    /// <param name="today">The current UTC day.</param>
    /// <param name="ahead">Number of days after today.</param>
    /// <param name="cancellationToken">Cancels the statements.</param>
    public async Task CreateAsync(DateOnly oldest, DateOnly today, int ahead, CancellationToken cancellationToken)
    {
        var yesterday = today.AddDays(-1);
        var first = (await ReadAsync(cancellationToken).ConfigureAwait(false))
            .Where(partition => partition.IsAttached && partition.Day <= yesterday)
            .Select(partition => partition.Day).Append(DateOnly.MinValue).Max();
        first = first == DateOnly.MinValue ? yesterday : first < oldest ? oldest : first;
        await CreateAsync(first, today.AddDays(ahead), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Creates the missing partitions of a range of days.</summary>
    public async Task CreateAsync(DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        var attached = (await ReadAsync(cancellationToken).ConfigureAwait(false)).Where(partition => partition.IsAttached)
            .Select(partition => partition.Day).ToHashSet();
        for (var day = first; day <= last; day = day.AddDays(1))
            if (!attached.Contains(day)) await CreateAsync(day, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Drops the partitions before a day that <paramref name="canDrop"/> accepts.</summary>
    public async Task DropBeforeAsync(DateOnly day, Func<DateOnly, bool> canDrop, CancellationToken cancellationToken)
    {
        foreach (var partition in await ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (partition.Day >= day || !canDrop(partition.Day)) continue;
            var name = GetName(partition.Day);
            if (partition.IsAttached)
            {
                var mode = partition.IsDetaching ? "finalize" : "concurrently";
                await primary.AlterAsync($"alter table {Table} detach partition {name} {mode}", cancellationToken).ConfigureAwait(false);
            }
            await primary.AlterAsync($"drop table {name}", cancellationToken).ConfigureAwait(false);
            LogDropped(name);
        }
    }

    /// <summary>All partitions, including tables whose creation or removal was interrupted.</summary>
    private async Task<IReadOnlyList<Partition>> ReadAsync(CancellationToken cancellationToken)
    {
        const string Sql = """
            select to_date(right(c.relname, 8), 'YYYYMMDD') as day, p.inhrelid is not null as is_attached,
                coalesce(p.inhdetachpending, false) as is_detaching
            from pg_class c left join pg_inherits p on p.inhrelid = c.oid and p.inhparent = 'api_usage'::regclass
            where c.relnamespace = (select relnamespace from pg_class where oid = 'api_usage'::regclass) and c.relkind = 'r'
                and c.relname ~ '^api_usage_\d{8}$'
            order by 1
            """;
        var rows = await primary.QueryAsync<(DateOnly Day, bool IsAttached, bool IsDetaching)>(Sql, null, cancellationToken)
            .ConfigureAwait(false);
        return [.. rows.Select(row => new Partition(row.Day, row.IsAttached, row.IsDetaching))];
    }

    private async Task CreateAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var name = GetName(day);
        // Rows are only ever inserted, so inserts must trigger vacuum.
        await primary.AlterAsync(
            $"""
            create table if not exists {name} (like {Table} including defaults including comments)
            with (autovacuum_vacuum_scale_factor = 0.1, autovacuum_vacuum_insert_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05)
            """,
            cancellationToken).ConfigureAwait(false);
        foreach (var index in Indexes)
        {
            var definition = index.GetDefinition(OnlineIndexBuilder.GetName(index, name), name);
            await primary.AlterAsync($"create index if not exists {definition}", cancellationToken).ConfigureAwait(false);
        }

        var (start, end) = (Format(day), Format(day.AddDays(1)));
        await primary.AlterAsync(
            $"alter table {Table} attach partition {name} for values from ('{start} 00:00:00+00') to ('{end} 00:00:00+00')",
            cancellationToken).ConfigureAwait(false);
        LogCreated(name);
    }

    private static string Format(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed record Partition(DateOnly Day, bool IsAttached, bool IsDetaching);

    [LoggerMessage(LogLevel.Information, "Created partition {Name}")]
    private partial void LogCreated(string name);

    [LoggerMessage(LogLevel.Information, "Dropped partition {Name} at the end of its retention period")]
    private partial void LogDropped(string name);
}
