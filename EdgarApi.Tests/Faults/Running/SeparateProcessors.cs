using System.Diagnostics;
using System.Globalization;

namespace EdgarApi.Tests.Faults.Running;

/// <summary>
/// Keeps the load generator, which is this process, off the processor of the API until it is disposed, as if it ran on another machine.
/// Otherwise each rejected request would take time from the API twice. On a machine with one processor they share it.
/// </summary>
internal sealed class SeparateProcessors : IAsyncDisposable
{
    private const int Attempts = 5;

    private readonly int[] _processes;

    private SeparateProcessors(int[] processes) => _processes = processes;

    public static async Task<SeparateProcessors> AssignAsync(IEnumerable<int> api)
    {
        var separate = new SeparateProcessors([Environment.ProcessId, .. api]);
        var last = Environment.ProcessorCount - 1;
        foreach (var process in separate._processes)
            await RunOnAsync(process == Environment.ProcessId ? (0, Math.Max(last - 1, 0)) : (last, last), process);
        return separate;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes) await RunOnAsync((0, Environment.ProcessorCount - 1), process);
    }

    /// <summary>Assigns all threads of a process; a new thread is where the one is that started it.</summary>
    private static async Task RunOnAsync((int First, int Last) processors, int process)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var command = Process.Start(
                "taskset",
                ["-a", "-p", "-c", $"{Format(processors.First)}-{Format(processors.Last)}", Format(process)]);
            await command.WaitForExitAsync();
            if (command.ExitCode == 0) return;
            // A thread may end while the command goes through them.
            Assert.True(attempt < Attempts, $"taskset failed for process {process}.");
        }
    }

    private static string Format(int number) => number.ToString(CultureInfo.InvariantCulture);
}
