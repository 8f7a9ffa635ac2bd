using EdgarApi.Api.Telemetry;
using EdgarApi.Sec;
using EdgarApi.Storage.Routing;
using Npgsql;
using ZiggyCreatures.Caching.Fusion;

namespace EdgarApi.Tests.Api.Telemetry;

public sealed class TimeoutSourceTests
{
    [Fact]
    public void A_timeout_is_attributed_to_what_the_request_waited_for() => Assert.Equal(
        ["compute", "database", "database", "sec"],
        GetSources(
            new SyntheticTimeoutException(), new NpgsqlException("slow", new TimeoutException()),
            new DatabaseUnavailableException("no node in time", new TimeoutException()),
            new SecUnavailableException("late", null, new TimeoutException())));

    [Fact]
    public void Other_errors_are_no_timeouts() => Assert.Equal(
        [null, null, null],
        GetSources(
            new DatabaseUnavailableException("no node", new NpgsqlException("refused")), new SecUnavailableException("paused"),
            new InvalidOperationException()));

    private static IEnumerable<string?> GetSources(params Exception[] errors) =>
        errors.Select(error => TimeoutSources.Find(error) is { } source ? TimeoutSources.Names[(int)source] : null);
}
