using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace EdgarApi.Operations.AlertProofs;

/// <summary>Uses a share of the machine's processors or memory until it is cancelled. Linux only.</summary>
public static class MachineLoad
{
    private const int BlockBytes = 64 << 20, PageBytes = 4096;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan Correction = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Keeps the machine's processors busy to a share. It corrects the share that it computes by what the whole machine used, the system
    /// under test included.
    /// </summary>
    public static async Task UseProcessorsAsync(double target, CancellationToken cancellationToken)
    {
        var share = target / 2;
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Factory.StartNew(() =>
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                var started = Stopwatch.GetTimestamp();
                while (Stopwatch.GetElapsedTime(started) < Volatile.Read(ref share) * Period) Thread.SpinWait(100);
                Thread.Sleep((1 - Volatile.Read(ref share)) * Period);
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        for (var (busy, all) = ReadProcessorTimes(); !cancellationToken.IsCancellationRequested;)
        {
            await Task.Delay(Correction, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var (busyNow, allNow) = ReadProcessorTimes();
            Volatile.Write(ref share, Math.Clamp(share + (target - (busyNow - busy) / (allNow - all)) / 4, 0, 1));
            (busy, all) = (busyNow, allNow);
        }

        await Task.WhenAll(threads).ConfigureAwait(false);
    }

    /// <summary>Fills the machine's memory to a share.</summary>
    public static async Task UseMemoryAsync(double target, CancellationToken cancellationToken)
    {
        List<nint> blocks = [];
        while (ReadMemory("MemAvailable") > (1 - target) * ReadMemory("MemTotal"))
        {
            var block = Marshal.AllocHGlobal(BlockBytes);
            // Memory counts as used once each page was written.
            for (var page = 0; page < BlockBytes; page += PageBytes) Marshal.WriteByte(block, page, 1);
            blocks.Add(block);
        }

        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var block in blocks) Marshal.FreeHGlobal(block);
    }

    /// <summary>The time that all processors were busy since the start of the machine, and their time in total, in clock ticks.</summary>
    private static (double Busy, double All) ReadProcessorTimes()
    {
        // user, nice, system, idle, iowait, irq, softirq, steal
        var times = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8)
            .Select(ticks => double.Parse(ticks, CultureInfo.InvariantCulture)).ToArray();
        return (times.Sum() - times[3] - times[4], times.Sum());
    }

    private static long ReadMemory(string name) => long.Parse(
        File.ReadLines("/proc/meminfo").Single(line => line.StartsWith($"{name}:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
