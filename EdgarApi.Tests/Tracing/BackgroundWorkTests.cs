using System.Collections.Concurrent;
using System.Diagnostics;
using EdgarApi.Storage.Tracing;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.Tracing;

public sealed class BackgroundWorkTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly string name = $"work {Guid.NewGuid()}";
    private readonly ConcurrentQueue<Activity> spans = new();
    private readonly ActivityListener listener;
    private readonly BackgroundWork work;

    public BackgroundWorkTests()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == BackgroundWork.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => { if (span.DisplayName == name) spans.Enqueue(span); },
        };
        ActivitySource.AddActivityListener(listener);
        work = new BackgroundWork(name, time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => listener.Dispose();

    [Fact]
    public async Task Work_that_succeeds_within_a_second_makes_no_trace()
    {
        await work.RunAsync(_ => Task.CompletedTask, Token);
        await TakeAsync(BackgroundWork.SlowThreshold);
        Assert.Empty(spans);
    }

    [Fact]
    public async Task Work_that_takes_longer_becomes_a_trace_of_its_time()
    {
        await work.RunAsync(_ => Task.CompletedTask, Token);
        var begun = time.GetUtcNow();
        await TakeAsync(TimeSpan.FromSeconds(1.5));
        var span = Assert.Single(spans);
        Assert.Equal((begun.UtcDateTime, TimeSpan.FromSeconds(1.5), ActivityStatusCode.Unset), (span.StartTimeUtc, span.Duration, span.Status));
        Assert.Null(span.ParentId);
    }

    [Fact]
    public async Task Work_that_fails_becomes_a_failed_trace_and_the_caller_gets_the_error()
    {
        await work.RunAsync(_ => Task.CompletedTask, Token);
        Assert.Equal("lost", (await FailAsync()).Message);
        var span = Assert.Single(spans);
        Assert.Equal((ActivityStatusCode.Error, "lost"), (span.Status, span.StatusDescription));
        Assert.Equal("exception", Assert.Single(span.Events).Name);
    }

    [Fact]
    public async Task Work_that_keeps_failing_becomes_a_trace_once_a_minute()
    {
        await work.RunAsync(_ => Task.CompletedTask, Token);
        for (var i = 0; i < 120; i++)
        {
            await FailAsync();
            await work.RunAsync(_ => Task.CompletedTask, Token);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(2, spans.Count);
    }

    [Fact]
    public async Task Work_that_has_not_succeeded_since_the_start_has_a_minute_to_do_so()
    {
        await FailAsync();
        time.Advance(BackgroundWork.StartupPeriod - TimeSpan.FromSeconds(1));
        await FailAsync();
        Assert.Empty(spans);
        time.Advance(TimeSpan.FromSeconds(1));
        await FailAsync();
        Assert.Single(spans);
    }

    [Fact]
    public async Task Work_that_a_stop_ends_has_not_failed()
    {
        await work.RunAsync(_ => Task.CompletedTask, Token);
        using var stopping = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work.RunAsync(
            async token =>
            {
                await stopping.CancelAsync();
                token.ThrowIfCancellationRequested();
            },
            stopping.Token));
        Assert.Empty(spans);
    }

    [Fact]
    public async Task Work_does_not_belong_to_the_trace_that_its_loop_was_started_in()
    {
        using var request = new Activity("request").Start();
        Assert.Null(await work.RunAsync(_ => Task.FromResult(Activity.Current), Token));
        Assert.Same(request, Activity.Current);
    }

    private Task TakeAsync(TimeSpan duration) => work.RunAsync(
        _ =>
        {
            time.Advance(duration);
            return Task.CompletedTask;
        },
        Token);

    private Task<InvalidOperationException> FailAsync() =>
        Assert.ThrowsAsync<InvalidOperationException>(() => work.RunAsync(_ => Task.FromException(new InvalidOperationException("lost")), Token));
}
