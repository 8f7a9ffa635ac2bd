using System.Threading.RateLimiting;

namespace EdgarApi.Api.Caching;

/// <summary>
/// How many answers are computed at once. What is cached passes it by, so that an overloaded process drops what costs work and goes on serving
/// what costs none.
/// </summary>
internal sealed class ComputeLimit(int atOnce = ComputeLimit.AtOnce, int queued = ComputeLimit.Queued) : IDisposable
{
    public const int AtOnce = 100;
    public const int Queued = 100;

    private readonly ConcurrencyLimiter limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = atOnce, QueueLimit = queued, QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    public long Refused => limiter.GetStatistics()!.TotalFailedLeases;

    /// <exception cref="OverloadedException">The queue is full.</exception>
    public async ValueTask<TResult> RunAsync<TResult>(Func<CancellationToken, ValueTask<TResult>> work, CancellationToken cancellationToken)
    {
        using var lease = await limiter.AcquireAsync(1, cancellationToken);
        return lease.IsAcquired ? await work(cancellationToken) : throw new OverloadedException();
    }

    public void Dispose() => limiter.Dispose();
}

/// <summary>More is being computed than this process takes on.</summary>
internal sealed class OverloadedException() : Exception("More answers are being computed than this process takes on.");
