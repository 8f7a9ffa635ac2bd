using System.ComponentModel;
using System.Diagnostics;

namespace EdgarApi.LoadTesting.Measurement;

/// <summary>CPU time and memory of a process during a run.</summary>
/// <param name="Name"><c>generator</c> or <c>server</c>.</param>
/// <param name="Id">The process id.</param>
/// <param name="Cores">Mean number of busy cores.</param>
/// <param name="CpuSeconds">CPU time.</param>
/// <param name="MemoryMegabytes">Working set at the end.</param>
/// <param name="PeakMemoryMegabytes">Largest working set since the process started.</param>
public sealed record ProcessUsage(string Name, int Id, double Cores, double CpuSeconds, double MemoryMegabytes, double PeakMemoryMegabytes);

/// <summary>Measures CPU time and memory of processes on this machine, the generator included.</summary>
internal sealed class ProcessMonitor : IDisposable
{
    private readonly List<(string Name, Process Process, TimeSpan CpuAtStart)> _processes = [];

    public ProcessMonitor(IEnumerable<int> serverIds)
    {
        var self = Process.GetCurrentProcess();
        _processes.Add(("generator", self, self.TotalProcessorTime));
        foreach (var id in serverIds)
        {
            try
            {
                var process = Process.GetProcessById(id);
                _processes.Add(("server", process, process.TotalProcessorTime));
            }
            catch (Exception error) when (error is ArgumentException or Win32Exception)
            {
                throw new LoadTestException($"--server-pid: process {id} does not exist or is not accessible.");
            }
        }
    }

    public IReadOnlyList<ProcessUsage> Read(TimeSpan elapsed) =>
        [.. _processes.Select(item => GetUsage(item.Name, item.Process, item.CpuAtStart, elapsed)).OfType<ProcessUsage>()];

    public void Dispose() => _processes.ForEach(item => item.Process.Dispose());

    private static ProcessUsage? GetUsage(string name, Process process, TimeSpan cpuAtStart, TimeSpan elapsed)
    {
        process.Refresh();
        // A server that died during the run shows in its errors.
        if (process.HasExited) return null;
        var used = (process.TotalProcessorTime - cpuAtStart).TotalSeconds;
        return new ProcessUsage(
            name, process.Id, Math.Round(used / Math.Max(elapsed.TotalSeconds, 0.001), 3), Math.Round(used, 3),
            ToMegabytes(process.WorkingSet64), ToMegabytes(process.PeakWorkingSet64));
    }

    private static double ToMegabytes(long bytes) => Math.Round(bytes / 1048576.0, 1);
}
