using System.ComponentModel;
using System.Diagnostics;

namespace EdgarApi.Cli.Load.Measurement;

/// <summary>What a process used during a run: cores on average, and memory at its end and at its highest.</summary>
internal sealed record ProcessUsage(string Name, int Id, double Cores, double CpuSeconds, double MemoryMegabytes, double PeakMemoryMegabytes);

/// <summary>Watches the processor time and memory of processes of this machine.</summary>
internal sealed class ProcessUse : IDisposable
{
    private readonly List<(string Name, Process Process, TimeSpan Before)> watched = [];

    public ProcessUse(IEnumerable<int> servers)
    {
        var self = Process.GetCurrentProcess();
        watched.Add(("generator", self, self.TotalProcessorTime));
        foreach (var id in servers)
        {
            try
            {
                var process = Process.GetProcessById(id);
                watched.Add(("server", process, process.TotalProcessorTime));
            }
            catch (Exception error) when (error is ArgumentException or Win32Exception)
            {
                throw new CommandException($"--server-pid: there is no process {id} to look at.");
            }
        }
    }

    public IReadOnlyList<ProcessUsage> Read(TimeSpan elapsed) => [.. watched.Select(item => Usage(item.Name, item.Process, item.Before, elapsed)).OfType<ProcessUsage>()];

    public void Dispose() => watched.ForEach(item => item.Process.Dispose());

    private static ProcessUsage? Usage(string name, Process process, TimeSpan before, TimeSpan elapsed)
    {
        process.Refresh();
        // A server that ended under the load has nothing left to read; the run's errors tell.
        if (process.HasExited) return null;
        var used = (process.TotalProcessorTime - before).TotalSeconds;
        return new ProcessUsage(
            name, process.Id, Math.Round(used / Math.Max(elapsed.TotalSeconds, 0.001), 3), Math.Round(used, 3), Megabytes(process.WorkingSet64), Megabytes(process.PeakWorkingSet64));
    }

    private static double Megabytes(long bytes) => Math.Round(bytes / 1048576.0, 1);
}
