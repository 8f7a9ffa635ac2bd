using System.Threading.RateLimiting;
using EdgarApi.Accounts;

namespace EdgarApi.Api.Caching;

/// <summary>
/// Limits concurrent computations. Cache hits bypass it, so an overloaded process rejects expensive requests and still serves cheap ones.
/// Lower tiers may use less of the queue, so they are shed first.
/// </summary>
internal sealed class ComputeLimit(
    ComputeThreads threads, int maxConcurrent = ComputeLimit.MaxConcurrent, int maxQueued = ComputeLimit.MaxQueued) : IDisposable
{
    public const int MaxConcurrent = 100;
    public const int MaxQueued = 100;

    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = maxConcurrent, QueueLimit = maxQueued, QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private long _rejected;

    public long Rejected => Interlocked.Read(ref _rejected);

    /// <exception cref="OverloadedException">The queue is full.</exception>
    public async ValueTask<TResult> RunAsync<TResult>(
        Tier? tier, Func<CancellationToken, ValueTask<TResult>> work, CancellationToken cancellationToken)
    {
        using var immediate = _limiter.AttemptAcquire();
        if (immediate.IsAcquired) return await ComputeAsync();
        var mayQueue = _limiter.GetStatistics()!.CurrentQueuedCount < GetQueueLimit(tier);
        using var lease = mayQueue ? await _limiter.AcquireAsync(1, cancellationToken) : immediate;
        if (lease.IsAcquired) return await ComputeAsync();
        Interlocked.Increment(ref _rejected);
        throw new OverloadedException();

        Task<TResult> ComputeAsync() => threads.RunAsync(() => work(cancellationToken).AsTask());
    }

    /// <summary>
    /// Gets the queue length at which a tier's requests are rejected: half of the queue for the lowest two tiers, three quarters for the
    /// next, all of it for the rest.
    /// </summary>
    private int GetQueueLimit(Tier? tier) => tier?.Rank switch
    {
        0 or 1 => maxQueued / 2,
        2 => maxQueued * 3 / 4,
        _ => maxQueued,
    };

    public void Dispose() => _limiter.Dispose();
}

/// <summary>The process has reached its limit of concurrent computations.</summary>
internal sealed class OverloadedException() : Exception("The process has reached its limit of concurrent computations.");
