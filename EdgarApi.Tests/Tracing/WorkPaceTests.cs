using EdgarApi.Storage.Tracing;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.Tracing;

public sealed class WorkPaceTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(20, 180)]
    [InlineData(1_000, 2_000)]
    public void A_rest_is_nine_times_the_work_but_at_most_two_seconds(int worked, int expected)
    {
        var rest = WorkPace.RestAsync(TimeSpan.FromMilliseconds(worked), _time, TestContext.Current.CancellationToken);

        _time.Advance(TimeSpan.FromMilliseconds(expected - 1));
        Assert.False(rest.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(rest.IsCompleted);
    }

    [Fact]
    public void Work_that_takes_no_time_needs_no_rest() =>
        Assert.True(WorkPace.RestAsync(TimeSpan.Zero, _time, TestContext.Current.CancellationToken).IsCompleted);
}
