using EdgarApi.Data.Postgres.Indexes;
using EdgarApi.Data.Usage.Partitions;
using Medallion.Threading.Postgres;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EdgarApi.Data.Usage;

/// <summary>What the tables of usage need from time to time: partitions ahead, indexes, and an end for what is over its time.</summary>
public sealed class UsageUpkeep
{
    private static readonly PostgresAdvisoryLockKey LockKey = new("edgar-usage-upkeep", allowHashing: true);

    private readonly NpgsqlDataSource primary;
    private readonly UsagePartitions partitions;
    private readonly OnlineIndexBuilder indexes;
    private readonly UsageOptions options;
    private readonly TimeProvider time;

    internal UsageUpkeep(NpgsqlDataSource primary, UsagePartitions partitions, OnlineIndexBuilder indexes, IOptions<UsageOptions> options, TimeProvider time) =>
        (this.primary, this.partitions, this.indexes, this.options, this.time) = (primary, partitions, indexes, options.Value, time);

    /// <summary>Does what is due, unless another worker is at it. It may run as often as one likes.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Whoever waited for the lock would hold a snapshot, for the end of which an index that is built concurrently waits.
        var turn = await new PostgresDistributedLock(LockKey, primary).TryAcquireAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        if (turn is null) return;
        await using var _ = turn.ConfigureAwait(false);

        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        await partitions.CreateAsync(today.AddDays(-1), today.AddDays(options.PartitionsAhead), cancellationToken).ConfigureAwait(false);
        await indexes.EnsureAsync(cancellationToken).ConfigureAwait(false);
        await partitions.DropBeforeAsync(today.AddDays(-options.RetentionDays), _ => true, cancellationToken).ConfigureAwait(false);
    }
}
