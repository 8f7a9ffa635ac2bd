using EdgarApi.Accounts.Usage.Figures;
using EdgarApi.Accounts.Usage.Partitions;
using EdgarApi.Accounts.Usage.Writing;
using EdgarApi.Storage.Indexes;
using EdgarApi.Storage.Postgres;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EdgarApi.Accounts.Usage;

/// <summary>Periodic maintenance of the usage tables: creates partitions and indexes, computes daily totals and deletes old data.</summary>
public sealed class UsageMaintenance
{
    private const string LockName = "edgar-usage-upkeep";

    /// <summary>Records of the last minutes may not have been written yet.</summary>
    private static readonly TimeSpan WriteDelay = TimeSpan.FromMinutes(10);

    private readonly NpgsqlDataSource _primary;
    private readonly UsagePartitions _partitions;
    private readonly OnlineIndexBuilder _indexes;
    private readonly UsageRollup _rollup;
    private readonly UsageOptions _options;
    private readonly TimeProvider _time;

    internal UsageMaintenance(
        NpgsqlDataSource primary, UsagePartitions partitions, OnlineIndexBuilder indexes, UsageRollup rollup,
        IOptions<UsageOptions> options, TimeProvider time) =>
        (_primary, _partitions, _indexes, _rollup, _options, _time) = (primary, partitions, indexes, rollup, options.Value, time);

    /// <summary>Does what is due unless another worker is doing it. Safe to call at any time.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Does not wait for the lock: a waiting query would hold a snapshot, and concurrent index builds wait for all older snapshots.
        var handle = await AdvisoryLock.TryAcquireAsync(LockName, _primary, cancellationToken).ConfigureAwait(false);
        if (handle is null) return;
        await using var _ = handle.ConfigureAwait(false);

        var today = DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);
        var oldest = today.AddDays(-_options.RetentionDays);
        await _partitions.CreateAsync(oldest, today, _options.PartitionsAhead, cancellationToken).ConfigureAwait(false);
        await _indexes.EnsureAsync(cancellationToken).ConfigureAwait(false);
        await _rollup.RunAsync(_time.GetUtcNow().UtcDateTime - WriteDelay, cancellationToken).ConfigureAwait(false);
        var complete = await _rollup.ReadCompleteDaysAsync(cancellationToken).ConfigureAwait(false);
        await _partitions.DropBeforeAsync(oldest, complete.Contains, cancellationToken).ConfigureAwait(false);
        await DeleteOldBatchesAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps ids one day longer than batches are replayed, to allow for differences between clocks.</summary>
    private Task<int> DeleteOldBatchesAsync(CancellationToken cancellationToken) => _primary.ExecuteAsync(
        "delete from usage_batches where created_at < @Before",
        new { Before = (_time.GetUtcNow() - UsageReplay.MaxAge).UtcDateTime.AddDays(-1) }, cancellationToken, timeoutSeconds: 0);
}
