using System.Collections.Concurrent;
using System.Diagnostics;
using EdgarApi.Storage.Tracing;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.Tracing;

public sealed class BackgroundWorkTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly string _name = $"work {Guid.NewGuid()}";
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivityListener _listener;
    private readonly BackgroundWork _work;

    public BackgroundWorkTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == BackgroundWork.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => { if (span.DisplayName == _name) _spans.Enqueue(span); },
        };
        ActivitySource.AddActivityListener(_listener);
        _work = new BackgroundWork(_name, _time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Work_that_succeeds_within_a_second_creates_no_trace()
    {
        await _work.RunAsync(_ => Task.CompletedTask, Token);
        await TakeAsync(BackgroundWork.SlowThreshold);
        Assert.Empty(_spans);
    }

    [Fact]
    public async Task Work_that_takes_longer_becomes_a_trace_with_its_duration()
    {
        await _work.RunAsync(_ => Task.CompletedTask, Token);
        var started = _time.GetUtcNow();
        await TakeAsync(TimeSpan.FromSeconds(1.5));
        var span = Assert.Single(_spans);
        Assert.Equal(
            (started.UtcDateTime, TimeSpan.FromSeconds(1.5), ActivityStatusCode.Unset),
            (span.StartTimeUtc, span.Duration, span.Status));
        Assert.Null(span.ParentId);
    }

    [Fact]
    public async Task Work_that_fails_becomes_a_failed_trace_and_the_caller_gets_the_error()
    {
        await _work.RunAsync(_ => Task.CompletedTask, Token);
        Assert.Equal("lost", (await FailAsync()).Message);
        var span = Assert.Single(_spans);
        Assert.Equal((ActivityStatusCode.Error, "lost"), (span.Status, span.StatusDescription));
        Assert.Equal("exception", Assert.Single(span.Events).Name);
    }

    [Fact]
    public async Task Work_that_keeps_failing_becomes_a_trace_once_a_minute()
    {
        await _work.RunAsync(_ => Task.CompletedTask, Token);
        for (var i = 0; i < 120; i++)
        {
            await FailAsync();
            await _work.RunAsync(_ => Task.CompletedTask, Token);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(2, _spans.Count);
    }

    [Fact]
    public async Task Work_that_has_not_succeeded_since_startup_has_a_minute_of_grace()
    {
        await FailAsync();
        _time.Advance(BackgroundWork.StartupPeriod - TimeSpan.FromSeconds(1));
        await FailAsync();
        Assert.Empty(_spans);
        _time.Advance(TimeSpan.FromSeconds(1));
        await FailAsync();
        Assert.Single(_spans);
    }

    [Fact]
    public async Task Work_ended_by_a_shutdown_has_not_failed()
    {
        await _work.RunAsync(_ => Task.CompletedTask, Token);
        using var stopping = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _work.RunAsync(
            async token =>
            {
                await stopping.CancelAsync();
                token.ThrowIfCancellationRequested();
            },
            stopping.Token));
        Assert.Empty(_spans);
    }

    [Fact]
    public async Task Work_does_not_join_the_trace_that_started_its_loop()
    {
        using var request = new Activity("request").Start();
        Assert.Null(await _work.RunAsync(_ => Task.FromResult(Activity.Current), Token));
        Assert.Same(request, Activity.Current);
    }

    private Task TakeAsync(TimeSpan duration) => _work.RunAsync(
        _ =>
        {
            _time.Advance(duration);
            return Task.CompletedTask;
        },
        Token);

    private Task<InvalidOperationException> FailAsync() =>
        Assert.ThrowsAsync<InvalidOperationException>(() =>
            _work.RunAsync(_ => Task.FromException(new InvalidOperationException("lost")), Token));
}
