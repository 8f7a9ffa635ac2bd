using EdgarApi.AppHost.Supervision;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.AppHost;

public sealed class SupervisedProcessTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly SupervisedProcess _process;

    public SupervisedProcessTests() => _process = new SupervisedProcess(_time);

    [Fact]
    public void A_process_that_ends_after_it_was_healthy_died()
    {
        Observe("Running", isHealthy: true);

        Assert.Equal(ProcessEvent.Died, Observe("Finished", exitCode: 1));
    }

    [Fact]
    public void A_repeated_snapshot_counts_once()
    {
        Observe("Running", isHealthy: true);
        Observe("Finished");

        Assert.Equal(ProcessEvent.None, Observe("Finished"));
    }

    [Fact]
    public void A_process_that_an_operator_stops_did_not_die()
    {
        Observe("Running", isHealthy: true);
        Observe("Stopping");

        Assert.Equal(ProcessEvent.None, Observe("Finished"));
    }

    [Fact]
    public void A_process_that_ends_on_its_first_start_failed()
    {
        Observe("Running");

        Assert.Equal(ProcessEvent.DiedBeforeHealthy, Observe("Finished", exitCode: 1));
    }

    [Theory]
    [InlineData(137)]
    [InlineData(-1)]
    public void A_process_that_is_killed_on_its_first_start_died(int exitCode)
    {
        Observe("Running");

        Assert.Equal(ProcessEvent.Died, Observe("Finished", exitCode: exitCode));
    }

    [Fact]
    public void Delays_double_up_to_half_a_minute()
    {
        Observe("Running");

        Assert.Equal([1, 2, 4, 8, 16, 30, 30], Enumerable.Range(0, 7).Select(_ => _process.NextDelay().TotalSeconds));
    }

    [Fact]
    public void A_process_that_ran_for_a_minute_starts_again_after_a_second()
    {
        Observe("Running");
        _process.NextDelay();
        _process.NextDelay();
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(TimeSpan.FromSeconds(1), _process.NextDelay());
    }

    private ProcessEvent Observe(string state, int exitCode = 0, bool isHealthy = false) => _process.Observe(state, isHealthy, exitCode);
}
