namespace EdgarApi.Tests.Caching;

/// <summary>A computation that blocks until the test releases it.</summary>
internal sealed class BlockedComputation
{
    private readonly TaskCompletionSource _started = new();
    private readonly TaskCompletionSource _release = new();
    private int _count;

    /// <summary>The number of times it started.</summary>
    public int Count => _count;

    /// <summary>Completes when it has started.</summary>
    public Task StartedAsync() => _started.Task.InTimeAsync();

    /// <summary>Releases it.</summary>
    public void Release() => _release.SetResult();

    public async ValueTask<string?> RunAsync(CancellationToken cancellation)
    {
        Interlocked.Increment(ref _count);
        _started.TrySetResult();
        await _release.Task.WaitAsync(cancellation);
        return "computed";
    }
}
