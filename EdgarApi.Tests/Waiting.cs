using System.Runtime.CompilerServices;
using Xunit.Sdk;

namespace EdgarApi.Tests;

/// <summary>
/// Waits for asynchronous effects, with a timeout long enough for a slow machine. A test whose condition never holds fails and names
/// the condition instead of blocking the whole run.
/// </summary>
internal static class Waiting
{
    /// <summary>Milliseconds for <c>[Fact(Timeout = …)]</c>. Longer than a single wait, so that the wait fails first.</summary>
    public const int HangGuard = 300_000;

    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">The condition, checked repeatedly.</param>
    /// <param name="meanwhile">An action to run each time the condition does not hold yet.</param>
    /// <param name="what">The name of the condition, for the failure message.</param>
    /// <param name="limit">The timeout; by default <see cref="Limit"/>.</param>
    public static Task UntilAsync(
        Func<bool> condition,
        Action? meanwhile = null,
        [CallerArgumentExpression(nameof(condition))] string what = "",
        TimeSpan? limit = null) =>
        UntilAsync(() => Task.FromResult(condition()), meanwhile, what, limit);

    /// <inheritdoc cref="UntilAsync(Func{bool}, Action?, string, TimeSpan?)"/>
    public static async Task UntilAsync(
        Func<Task<bool>> condition, Action? meanwhile = null, [CallerArgumentExpression(nameof(condition))] string what = "",
        TimeSpan? limit = null)
    {
        var (patience, cancellation) = (limit ?? Limit, TestContext.Current.CancellationToken);
        for (var end = Environment.TickCount64 + patience.TotalMilliseconds; !await condition().InTimeAsync(what); meanwhile?.Invoke())
        {
            if (Environment.TickCount64 > end) throw CreateTimeout(what, patience);
            await Task.Delay(Pause, cancellation);
        }
    }

    /// <summary>Awaits a task with a timeout.</summary>
    public static async Task InTimeAsync(this Task task, [CallerArgumentExpression(nameof(task))] string what = "")
    {
        try
        {
            await task.WaitAsync(Limit, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw CreateTimeout(what, Limit);
        }
    }

    /// <inheritdoc cref="InTimeAsync(Task, string)"/>
    public static async Task<T> InTimeAsync<T>(this Task<T> task, [CallerArgumentExpression(nameof(task))] string what = "")
    {
        await ((Task)task).InTimeAsync(what);
        return await task;
    }

    private static XunitException CreateTimeout(string what, TimeSpan limit) =>
        new($"After {limit.TotalSeconds} seconds, still waiting for {what}.");
}
