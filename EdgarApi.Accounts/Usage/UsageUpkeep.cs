using Dapper;
using EdgarApi.Accounts.Usage.Figures;
using EdgarApi.Accounts.Usage.Partitions;
using EdgarApi.Accounts.Usage.Writing;
using EdgarApi.Storage.Indexes;
using EdgarApi.Storage.Postgres;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EdgarApi.Accounts.Usage;

/// <summary>What the tables of usage need from time to time: partitions ahead, indexes, figures a day, and an end for what is over its time.</summary>
public sealed class UsageUpkeep
{
    private const string TurnName = "edgar-usage-upkeep";

    /// <summary>Requests of the last minutes may still be on their way.</summary>
    private static readonly TimeSpan Lateness = TimeSpan.FromMinutes(10);

    private readonly NpgsqlDataSource primary;
    private readonly UsagePartitions partitions;
    private readonly OnlineIndexBuilder indexes;
    private readonly UsageRollup rollup;
    private readonly UsageOptions options;
    private readonly TimeProvider time;

    internal UsageUpkeep(
        NpgsqlDataSource primary, UsagePartitions partitions, OnlineIndexBuilder indexes, UsageRollup rollup, IOptions<UsageOptions> options, TimeProvider time) =>
        (this.primary, this.partitions, this.indexes, this.rollup, this.options, this.time) = (primary, partitions, indexes, rollup, options.Value, time);

    /// <summary>Does what is due, unless another worker is at it. It may run as often as one likes.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Whoever waited for the lock would hold a snapshot, for the end of which an index that is built concurrently waits.
        var turn = await AdvisoryLock.TryTakeAsync(TurnName, primary, cancellationToken).ConfigureAwait(false);
        if (turn is null) return;
        await using var _ = turn.ConfigureAwait(false);

        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var oldest = today.AddDays(-options.RetentionDays);
        await partitions.CreateAsync(oldest, today, options.PartitionsAhead, cancellationToken).ConfigureAwait(false);
        await indexes.EnsureAsync(cancellationToken).ConfigureAwait(false);
        await rollup.RunAsync(time.GetUtcNow().UtcDateTime - Lateness, cancellationToken).ConfigureAwait(false);
        var complete = await rollup.CompleteAsync(cancellationToken).ConfigureAwait(false);
        await partitions.DropBeforeAsync(oldest, complete.Contains, cancellationToken).ConfigureAwait(false);
        await ForgetBatchesAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A day longer than batches are replayed for, and so than clocks may differ.</summary>
    private async Task ForgetBatchesAsync(CancellationToken cancellationToken)
    {
        var connection = await primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        await connection.ExecuteAsync(new CommandDefinition(
            "delete from usage_batches where created_at < @Before", new { Before = (time.GetUtcNow() - UsageReplay.MaxAge).UtcDateTime.AddDays(-1) },
            commandTimeout: 0, cancellationToken: cancellationToken)).ConfigureAwait(false);
    }
}
