using System.Diagnostics.Metrics;
using EdgarApi.Accounts.Usage;
using EdgarApi.Accounts.Usage.Spool;
using EdgarApi.Accounts.Usage.Writing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.Accounts.Usage;

/// <summary>
/// Base class of tests of the writer with a fake primary that fails in every way. <see cref="UsageProcessTests"/> uses real processes.
/// </summary>
public abstract class UsageWriterTest : IAsyncDisposable
{
    protected const int RowsPerSecond = 1_000;

    /// <summary>Space for about 25,000 records, which is two of the largest batches.</summary>
    private const int SpoolBytes = 4 * 1024 * 1024;

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    protected UsageWriterTest()
    {
        Metrics = new UsageMetrics(Meters);
        Recorder = new UsageRecorder(Metrics);
        Spool = new UsageSpool(Folder, SpoolBytes);
        Throttle = new UsageThrottle(RowsPerSecond, Clock);
        Replay = new UsageReplay(Primary, Spool, Throttle, Metrics, TimeProvider.System, new FakeLogger<UsageReplay>(ReplayLog));
        Writer = new UsageWriter(
            Recorder,
            Primary,
            Spool,
            Replay,
            Throttle,
            Metrics,
            Options.Create(Settings),
            TimeProvider.System,
            new FakeLogger<UsageWriter>(WriterLog));
    }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The settings of the writer. A longer delay lets a busy machine keep it.</summary>
    protected UsageOptions Settings { get; } = new();

    /// <summary>The folder of the spool, which does not exist yet.</summary>
    protected string Folder { get; } = TestFolder.New("spool");

    protected IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    protected FakeLogCollector ReplayLog { get; } = new();

    protected FakeLogCollector WriterLog { get; } = new();

    /// <summary>The clock of the throttle.</summary>
    protected FakeTimeProvider Clock { get; } = new();

    private protected FakeUsageTable Primary { get; } = new();

    private protected UsageMetrics Metrics { get; }

    private protected UsageRecorder Recorder { get; }

    private protected UsageSpool Spool { get; }

    private protected UsageThrottle Throttle { get; }

    private protected UsageReplay Replay { get; }

    private protected UsageWriter Writer { get; }

    public async ValueTask DisposeAsync()
    {
        await Writer.StopAsync(CancellationToken.None);
        await Replay.StopAsync(CancellationToken.None);
        Writer.Dispose();
        Replay.Dispose();
        Spool.Dispose();
        await _services.DisposeAsync();
        if (File.Exists(Folder)) File.Delete(Folder);
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected long RowsOnDisk() => Directory.Exists(Folder)
        ? Directory.EnumerateFiles(Folder, "*.usage", SearchOption.AllDirectories).SelectMany(SpoolFrame.Read)
            .Sum(batch => (long)batch.Rows)
        : 0;
}
