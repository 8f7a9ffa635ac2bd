using System.Runtime.CompilerServices;
using Xunit.Sdk;

namespace EdgarApi.Tests;

/// <summary>
/// How tests wait for what others bring about: until it is so, and for so long at most that only what never comes is given up. A test that waits in vain
/// fails and says for what, instead of holding up the whole run.
/// </summary>
internal static class Waiting
{
    /// <summary>For <c>[Fact(Timeout = …)]</c> where a test waits for other things too; milliseconds. Longer than a wait, so that the wait is what fails.</summary>
    public const int HangGuard = 300_000;

    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">Asked again and again.</param>
    /// <param name="meanwhile">What to do each time that it does not hold yet.</param>
    /// <param name="what">What is waited for.</param>
    public static Task UntilAsync(Func<bool> condition, Action? meanwhile = null, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        UntilAsync(() => Task.FromResult(condition()), meanwhile, what);

    /// <inheritdoc cref="UntilAsync(Func{bool}, Action?, string)"/>
    public static async Task UntilAsync(Func<Task<bool>> condition, Action? meanwhile = null, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var cancellation = TestContext.Current.CancellationToken;
        for (var end = Environment.TickCount64 + Longest.TotalMilliseconds; !await condition().InTimeAsync(what); meanwhile?.Invoke())
        {
            if (Environment.TickCount64 > end) throw InVain(what);
            await Task.Delay(Pause, cancellation);
        }
    }

    /// <summary>The task, given up in time.</summary>
    public static async Task InTimeAsync(this Task task, [CallerArgumentExpression(nameof(task))] string what = "")
    {
        try
        {
            await task.WaitAsync(Longest, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw InVain(what);
        }
    }

    /// <inheritdoc cref="InTimeAsync(Task, string)"/>
    public static async Task<T> InTimeAsync<T>(this Task<T> task, [CallerArgumentExpression(nameof(task))] string what = "")
    {
        await ((Task)task).InTimeAsync(what);
        return await task;
    }

    private static XunitException InVain(string what) => new($"After {Longest.TotalSeconds} seconds still waiting for {what}");
}
