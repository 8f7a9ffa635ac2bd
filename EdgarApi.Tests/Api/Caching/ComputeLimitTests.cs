using EdgarApi.Api.Caching;

namespace EdgarApi.Tests.Api.Caching;

public sealed class ComputeLimitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_compute_at_once_some_wait_and_the_rest_are_refused()
    {
        using var limit = new ComputeLimit();
        var (running, release) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        async ValueTask<int> WorkAsync(CancellationToken cancellation)
        {
            Interlocked.Increment(ref running);
            await release.Task.WaitAsync(cancellation);
            return 1;
        }

        var taken = Enumerable.Range(0, ComputeLimit.AtOnce + ComputeLimit.Queued).Select(_ => limit.RunAsync(WorkAsync, Token).AsTask()).ToArray();
        Assert.Equal(ComputeLimit.AtOnce, running);
        await Assert.ThrowsAsync<OverloadedException>(() => limit.RunAsync(WorkAsync, Token).AsTask());
        Assert.Equal(1, limit.Refused);

        release.SetResult();
        Assert.Equal(taken.Length, (await Task.WhenAll(taken)).Sum());
    }
}
