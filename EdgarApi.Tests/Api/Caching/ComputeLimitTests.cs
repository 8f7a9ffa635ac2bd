using EdgarApi.Accounts;
using EdgarApi.Api.Caching;

namespace EdgarApi.Tests.Api.Caching;

public sealed class ComputeLimitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_compute_concurrently_some_wait_and_the_rest_are_rejected()
    {
        using var limit = new ComputeLimit(new ComputeThreads());
        var (running, release) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        async ValueTask<int> WorkAsync(CancellationToken cancellation)
        {
            Interlocked.Increment(ref running);
            await release.Task.WaitAsync(cancellation);
            return 1;
        }

        var taken = Enumerable.Range(0, ComputeLimit.MaxConcurrent + ComputeLimit.MaxQueued)
            .Select(_ => limit.RunAsync(null, WorkAsync, Token).AsTask())
            .ToArray();
        await Waiting.UntilAsync(() => Volatile.Read(ref running) == ComputeLimit.MaxConcurrent);
        await Assert.ThrowsAsync<OverloadedException>(() => limit.RunAsync(null, WorkAsync, Token).AsTask());
        Assert.Equal(1, limit.Rejected);

        release.SetResult();
        Assert.Equal(taken.Length, (await Task.WhenAll(taken)).Sum());
    }

    [Fact]
    public async Task The_lowest_tier_is_shed_first_then_the_next()
    {
        using var limit = new ComputeLimit(new ComputeThreads(), maxConcurrent: 1, maxQueued: 8);
        var (tiers, release) = (new TierCatalog(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        async ValueTask<int> WorkAsync(CancellationToken cancellation)
        {
            await release.Task.WaitAsync(cancellation);
            return 1;
        }

        var admitted = new List<(string Tier, Task<int> Work)>();
        async Task<int> TryAsync(string tier, int times)
        {
            var before = admitted.Count;
            for (var i = 0; i < times; i++)
            {
                var work = limit.RunAsync(tiers.Find(tier), WorkAsync, Token).AsTask();
                if (work.IsFaulted) await Assert.ThrowsAsync<OverloadedException>(() => work);
                else admitted.Add((tier, work));
            }
            return admitted.Count - before;
        }

        // One computes. Four of the eight places in the queue are for all tiers, two for pro and up, and the last two for enterprise.
        Assert.Equal(5, await TryAsync("basic", 10));
        Assert.Equal(0, await TryAsync("public", 10));
        Assert.Equal(2, await TryAsync("pro", 10));
        Assert.Equal(2, await TryAsync("enterprise", 10));

        release.SetResult();
        Assert.Equal(9, (await Task.WhenAll(admitted.Select(taken => taken.Work))).Sum());
    }
}
