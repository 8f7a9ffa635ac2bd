namespace EdgarApi.Storage.Postgres;

/// <summary>
/// Runs work on a database whose caller stops waiting as soon as it cancels. Npgsql sends a cancellation to the server and waits until the
/// server has received it, in the thread that cancels. A server that does not respond would keep that thread: several at once would leave
/// the pool without threads, and requests that need no database would wait too.
/// </summary>
public static class PromptCancellation
{
    /// <summary>Returns the result of the work. After a cancellation the work goes on until Npgsql gives up.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> is canceled.</exception>
    public static async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        // Not disposed, because a thread of its own may still be canceling it. It holds neither a timer nor a handle.
        var driver = new CancellationTokenSource();
        using var registration =
            cancellationToken.UnsafeRegister(static state => CancelInOwnThread((CancellationTokenSource)state!), driver);
        var running = work(driver.Token);
        // A canceled caller no longer awaits the task; observe its exception.
        _ = running.ContinueWith(
            failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return await running.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="RunAsync{T}(Func{CancellationToken, Task{T}}, CancellationToken)"/>
    public static Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken) => RunAsync(
        async token =>
        {
            await work(token).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    private static void CancelInOwnThread(CancellationTokenSource driver) =>
        new Thread(driver.Cancel) { IsBackground = true, Name = "database cancellation" }.UnsafeStart();
}
