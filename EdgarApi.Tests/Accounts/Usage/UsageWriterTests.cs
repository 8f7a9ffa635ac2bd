using EdgarApi.Accounts.Usage.Spool;

namespace EdgarApi.Tests.Accounts.Usage;

/// <summary>Records reach the primary, or the disk while it is unavailable.</summary>
#pragma warning disable xUnit1069 // False positive: the tests use their cancellation token through the property Token.
public sealed class UsageWriterTests : UsageWriterTest
{
    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_few_records_do_not_wait_for_more()
    {
        Settings.MaxDelay = TimeSpan.FromSeconds(10);
        await Writer.StartAsync(Token);
        Recorder.Record(SomeUsage.Record());

        await Primary.HasAsync(1);
        Assert.Equal(0, Spool.Bytes);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_commit_whose_response_is_lost_is_not_written_twice()
    {
        Primary.Fail(after: true);
        await Writer.StartAsync(Token);
        for (var i = 0; i < 250; i++) Recorder.Record(SomeUsage.Record());
        await Waiting.UntilAsync(() => Spool.Bytes > 0);
        await Replay.StartAsync(Token);
        await Waiting.UntilAsync(() => Spool.Bytes == 0 && !Replay.IsPrimaryUnavailable);
        Assert.Equal(
            [
                "Warning The primary does not accept usage records; keeping them on disk: The connection was reset.",
                "Information The primary accepts usage records again",
            ],
            ReplayLog.GetSnapshot().Select(entry => $"{entry.Level} {entry.Message}"));
        Recorder.Record(SomeUsage.Record());

        await Primary.HasAsync(251);
        await Writer.StopAsync(Token);
        Assert.Equal(251, Primary.Rows);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_primary_that_does_not_respond_blocks_nothing()
    {
        Settings.MaxDelay = TimeSpan.FromSeconds(5);
        Primary.Hang();
        await Writer.StartAsync(Token);
        Recorder.Record(SomeUsage.Record());
        await Waiting.UntilAsync(() => Spool.Bytes > 0);
        var before = Spool.Bytes;
        Recorder.Record(SomeUsage.Record());
        await Waiting.UntilAsync(() => Spool.Bytes > before);

        Assert.True(Replay.IsPrimaryUnavailable);
        // One slow write, such as the first, is acceptable. If the primary is unavailable, the replay finds out.
        Assert.Equal(
            ["Information The primary is slow to accept usage records; keeping them on disk"],
            ReplayLog.GetSnapshot().Select(entry => $"{entry.Level} {entry.Message}"));
        Primary.Recover();
        await Replay.StartAsync(Token);
        await Primary.HasAsync(2);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_shutdown_loses_nothing_from_the_queue()
    {
        for (var i = 0; i < 25_000; i++) Recorder.Record(SomeUsage.Record());
        await Writer.StartAsync(Token);
        await Writer.StopAsync(Token);
        // On a busy machine, a batch may time out and go to disk instead.
        await Replay.StopAsync(Token);

        Assert.Equal((25_000, 0), (Primary.Rows, Spool.Bytes));
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_shutdown_while_the_primary_is_unavailable_leaves_everything_on_disk()
    {
        Primary.Fail(after: false);
        await Writer.StartAsync(Token);
        for (var i = 0; i < 1_000; i++) Recorder.Record(SomeUsage.Record());
        await Writer.StopAsync(Token);

        Assert.Equal(1_000, SpoolFrame.Read(Spool.GetOldestFile()!).Sum(batch => batch.Rows));
    }
}
