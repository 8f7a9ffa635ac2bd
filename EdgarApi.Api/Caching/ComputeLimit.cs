using System.Threading.RateLimiting;
using EdgarApi.Accounts;

namespace EdgarApi.Api.Caching;

/// <summary>
/// How many answers are computed at once. What is cached passes it by, so that an overloaded process drops what costs work and goes on serving
/// what costs none. The lower a caller's tier, the less of the queue is open to it, so that the lowest are shed first.
/// </summary>
internal sealed class ComputeLimit(int atOnce = ComputeLimit.AtOnce, int queued = ComputeLimit.Queued) : IDisposable
{
    public const int AtOnce = 100;
    public const int Queued = 100;

    private readonly ConcurrencyLimiter limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = atOnce, QueueLimit = queued, QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private long refused;

    public long Refused => Interlocked.Read(ref refused);

    /// <exception cref="OverloadedException">The queue is full.</exception>
    public async ValueTask<TResult> RunAsync<TResult>(Tier? tier, Func<CancellationToken, ValueTask<TResult>> work, CancellationToken cancellationToken)
    {
        using var free = limiter.AttemptAcquire();
        if (free.IsAcquired) return await work(cancellationToken);
        using var lease = limiter.GetStatistics()!.CurrentQueuedCount < PlacesFor(tier) ? await limiter.AcquireAsync(1, cancellationToken) : free;
        if (lease.IsAcquired) return await work(cancellationToken);
        Interlocked.Increment(ref refused);
        throw new OverloadedException();
    }

    /// <summary>How long the queue may be for a request of a tier to join it: half for the lowest two, three quarters for the next, all of it for the rest.</summary>
    private int PlacesFor(Tier? tier) => tier?.Rank switch
    {
        0 or 1 => queued / 2,
        2 => queued * 3 / 4,
        _ => queued,
    };

    public void Dispose() => limiter.Dispose();
}

/// <summary>More is being computed than this process takes on.</summary>
internal sealed class OverloadedException() : Exception("More answers are being computed than this process takes on.");
