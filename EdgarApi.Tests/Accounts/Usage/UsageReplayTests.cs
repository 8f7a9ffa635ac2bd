namespace EdgarApi.Tests.Accounts.Usage;

/// <summary>Batches on disk reach the primary once it accepts them.</summary>
#pragma warning disable xUnit1069 // False positive: the tests use their cancellation token through the property Token.
public sealed class UsageReplayTests : UsageWriterTest
{
    [Fact(Timeout = Waiting.HangGuard)]
    public async Task Batches_on_disk_get_a_last_attempt_at_shutdown()
    {
        Primary.Fail(after: false);
        await Writer.StartAsync(Token);
        for (var i = 0; i < 1_000; i++) Recorder.Record(SomeUsage.Record());
        await Writer.StopAsync(Token);
        Primary.Recover();
        await Replay.StopAsync(Token);

        Assert.Equal((1_000, 0), (Primary.Rows, Spool.Bytes));
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task An_unwritable_batch_does_not_block_others()
    {
        var (old, current) = (SomeUsage.Batch(3, DateTime.UtcNow.AddDays(-20)), SomeUsage.Batch(4));
        Primary.Refuse(old.Id);
        Assert.NotEmptyAndAll([old, current], batch => Assert.True(Spool.TryAppend(batch)));
        await Replay.StartAsync(Token);
        await Waiting.UntilAsync(() => Spool.Bytes == 0);

        Assert.Equal((4, 3), (Primary.Rows, Metrics.RefusedCount));
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_batch_waits_for_its_partition()
    {
        var current = SomeUsage.Batch(4);
        Primary.Refuse(current.Id);
        Spool.TryAppend(current);
        await Replay.StartAsync(Token);
        await Waiting.UntilAsync(() => Replay.IsPrimaryUnavailable);
        Primary.Recover();

        await Primary.HasAsync(4);
    }
}
