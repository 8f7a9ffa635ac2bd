using System.Diagnostics;
using System.Globalization;
using EdgarApi.Operations.Drills;

namespace EdgarApi.Operations;

/// <summary>Signals to processes.</summary>
internal static class Signals
{
    /// <summary>Whether a process runs.</summary>
    public static bool IsRunning(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Sends a signal.</summary>
    /// <exception cref="DrillException">The process does not exist, or belongs to somebody else.</exception>
    public static async Task SendAsync(string signal, int processId, CancellationToken cancellationToken)
    {
        var id = processId.ToString(CultureInfo.InvariantCulture);
        using var kill = Process.Start("sh", ["-c", "kill -s \"$0\" \"$1\"", signal, id]);
        await kill.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        if (kill.ExitCode != 0) throw new DrillException($"process {id} cannot be sent SIG{signal}");
    }

    /// <summary>Sends a signal to processes. Those that ended meanwhile are skipped.</summary>
    public static async Task SendToAllAsync(string signal, IEnumerable<int> processIds, CancellationToken cancellationToken)
    {
        using var kill = Process.Start(
            "kill", ["-s", signal, .. processIds.Select(id => id.ToString(CultureInfo.InvariantCulture))]);
        await kill.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
    }
}
