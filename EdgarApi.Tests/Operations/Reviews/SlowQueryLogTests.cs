using EdgarApi.AppHost.Logs;
using EdgarApi.Operations.Reviews;

namespace EdgarApi.Tests.Operations.Reviews;

/// <summary>The log is one of a PostgreSQL 15 with its default prefix.</summary>
public sealed class SlowQueryLogTests
{
    private static readonly string[] Log =
    [
        "2026-11-27 11:00:00.000 UTC [10] LOG:  checkpoint starting: time",
        "2026-11-27 11:59:59.999 UTC [11] LOG:  duration: 300.000 ms  statement: select too_early",
        "2026-11-27 12:00:00.000 UTC [11] LOG:  duration: 150.500 ms  execute <unnamed>: select a,",
        "\t       b from t where id = $1",
        "2026-11-27 12:00:01.000 UTC [12] ERROR:  relation \"x\" does not exist",
        "\tat character 15",
        "2026-11-27 12:30:00.250 UTC [13] LOG:  duration: 249.500 ms  execute _p1: select a, b from t where id = $1",
        "2026-11-27 12:40:00.000 UTC [13] LOG:  duration: 120 ms  statement: select pg_sleep(0.12)",
        "2026-11-27 13:00:00.000 UTC [11] LOG:  duration: 300.000 ms  statement: select too_late",
    ];

    [Fact]
    public void Statements_of_the_period_are_added_up_however_their_lines_break()
    {
        var found = SlowQueryLog.Read("postgres-api", Log, SomeReviews.End, SomeReviews.End.AddHours(1));

        Assert.Equal(
            [
                // 150.5 + 249.5 ms
                new SlowStatement("postgres-api", "select a, b from t where id = $1", 2, TimeSpan.FromMilliseconds(400),
                    TimeSpan.FromMilliseconds(249.5), SomeReviews.End.AddMinutes(30).AddMilliseconds(250)),
                new SlowStatement("postgres-api", "select pg_sleep(0.12)", 1, TimeSpan.FromMilliseconds(120),
                    TimeSpan.FromMilliseconds(120), SomeReviews.End.AddMinutes(40)),
            ],
            found);
    }

    [Fact]
    public void The_AppHost_keeps_only_what_is_about_slow_statements()
    {
        var selection = new SlowQueryLines();

        // The console log has a time of its own before each line.
        var kept = Log.Select(line => selection.Select($"2026-11-27T12:00:00.0000000Z {line}")).OfType<string>().ToList();

        Assert.Equal([Log[1], Log[2], Log[3], Log[6], Log[7], Log[8]], kept);
    }
}
