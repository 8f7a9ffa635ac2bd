namespace EdgarApi.Tests.Caching;

/// <summary>A computation that begins and does not end before it may.</summary>
internal sealed class HeldComputation
{
    private readonly TaskCompletionSource begun = new();
    private readonly TaskCompletionSource release = new();
    private int count;

    /// <summary>How often it began.</summary>
    public int Count => count;

    /// <summary>Ends when it has begun.</summary>
    public Task BegunAsync() => begun.Task.InTimeAsync();

    /// <summary>Lets it end.</summary>
    public void Release() => release.SetResult();

    public async ValueTask<string?> RunAsync(CancellationToken cancellation)
    {
        Interlocked.Increment(ref count);
        begun.TrySetResult();
        await release.Task.WaitAsync(cancellation);
        return "computed";
    }
}
