using System.Diagnostics;
using EdgarApi.Accounts.Usage;
using EdgarApi.Accounts.Usage.Writing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.Accounts.Usage;

/// <summary>The disk of the spool fails or is full.</summary>
#pragma warning disable xUnit1069 // False positive: the tests use their cancellation token through the property Token.
public sealed class UsageDiskFaultTests : UsageWriterTest
{
    [Fact(Timeout = Waiting.HangGuard)]
    public async Task When_the_disk_is_full_records_are_counted_as_rejected_and_later_ones_are_stored()
    {
        Primary.Fail(after: false);
        await Writer.StartAsync(Token);
        for (var i = 0; i < 60_000; i++) Recorder.Record(SomeUsage.Record());
        await Waiting.UntilAsync(() => Metrics.RefusedCount > 0 && Recorder.Reader.Count == 0);
        Primary.Recover();
        await Replay.StartAsync(Token);
        await Waiting.UntilAsync(() => Spool.Bytes == 0 && !Replay.IsPrimaryUnavailable);
        await Writer.StopAsync(Token);
        // The writer's last batch may have gone to disk.
        await Replay.StopAsync(Token);

        Assert.Equal(60_000, Primary.Rows + Metrics.RefusedCount);
        Assert.InRange(Primary.Rows, 1, 59_999);
    }

    /// <summary>The spool's folder cannot be created. The throttle sends everything to disk, although the primary is healthy.</summary>
    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_failing_disk_loses_no_record_while_the_primary_is_available()
    {
        await File.WriteAllTextAsync(Folder, "not a folder", Token);
        while (Throttle.TryAcquire(RowsPerSecond)) { }
        await Replay.StartAsync(Token);
        await Writer.StartAsync(Token);
        for (var i = 0; i < 28_110; i++) Recorder.Record(SomeUsage.Record());

        await Primary.HasAsync(28_110);
        Assert.Equal((0, false), (Metrics.RefusedCount, Replay.IsPrimaryUnavailable));
        var entry = Assert.Single(WriterLog.GetSnapshot());
        Assert.Equal(LogLevel.Warning, entry.Level);
        Assert.StartsWith("The disk does not accept usage records", entry.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(ReplayLog.GetSnapshot(), entry => entry.Level >= LogLevel.Warning);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task Health_is_degraded_while_records_are_lost_and_the_log_names_both_causes()
    {
        await File.WriteAllTextAsync(Folder, "not a folder", Token);
        var clock = new FakeTimeProvider();
        var metrics = new UsageMetrics(Meters, clock);
        using var writer = new UsageWriter(
            Recorder, Primary, Spool, Replay, Throttle, metrics, Options.Create(new UsageOptions()), TimeProvider.System,
            new FakeLogger<UsageWriter>(WriterLog));
        var check = new UsageHealthCheck(new UsageBacklog(Recorder, Spool, Replay, metrics, new UsageOptions()), metrics);
        Assert.Equal(HealthStatus.Healthy, (await check.CheckHealthAsync(new(), Token)).Status);
        Primary.Fail(after: false);
        await writer.StartAsync(Token);
        Recorder.Record(SomeUsage.Record());
        await Waiting.UntilAsync(() => metrics.RefusedCount == 1);

        var health = await check.CheckHealthAsync(new(), Token);
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("1 requests were not recorded", health.Description, StringComparison.Ordinal);
        await Waiting.UntilAsync(() => WriterLog.GetSnapshot().Any(entry => entry.Level == LogLevel.Error));
        Assert.Contains("The connection was reset.", WriterLog.GetSnapshot()[^1].Message, StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HealthStatus.Healthy, (await check.CheckHealthAsync(new(), Token)).Status);
        await writer.StopAsync(Token);
    }

    /// <summary>A real disk that fills up in the middle of the second of the largest batches.</summary>
    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_disk_that_fills_up_keeps_whole_batches_and_the_rest_goes_to_the_primary()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Mounting a small disk needs root.");
        Directory.CreateDirectory(Folder);
        await ShellAsync($"mount -t tmpfs -o size=2m edgar-tests '{Folder}'");
        try
        {
            while (Throttle.TryAcquire(RowsPerSecond)) { }
            await Writer.StartAsync(Token);
            for (var i = 0; i < 28_110; i++) Recorder.Record(SomeUsage.Record());
            await Waiting.UntilAsync(() => RowsOnDisk() + Primary.Rows == 28_110);
            Assert.InRange(RowsOnDisk(), 1, 28_109);

            await Replay.StartAsync(Token);
            await Writer.StopAsync(Token);
            await Replay.StopAsync(Token);
            Assert.Equal((28_110, 0), (Primary.Rows, Metrics.RefusedCount));
        }
        finally
        {
            Spool.Dispose();
            await ShellAsync($"umount '{Folder}'");
        }
    }

    private static async Task ShellAsync(string command)
    {
        using var shell = Process.Start("sh", ["-c", command]);
        await shell.WaitForExitAsync(Token);
        Assert.True(shell.ExitCode == 0, command);
    }
}
