using System.Diagnostics;

namespace EdgarApi.Tests;

/// <summary>
/// Folders that tests write to. All are in one folder per test run, which is removed when the run ends. If a run is killed, the next
/// run removes its folder.
/// </summary>
internal static class TestFolder
{
    /// <summary>A short path in the machine's temporary folder, accessible to all users because Postgres runs as another user.</summary>
    private static readonly string Runs = Path.Combine(Path.GetTempPath(), $"edgar-tests-{Environment.UserName}");

    private static readonly string Run = Path.Combine(Runs, $"{Environment.ProcessId}");

    private static int _count;

    static TestFolder()
    {
        foreach (var left in Directory.Exists(Runs) ? Directory.GetDirectories(Runs) : [])
            if (!IsRunning(left)) TryDelete(left);
        Directory.CreateDirectory(Run);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => TryDelete(Run);
    }

    /// <summary>Gets the path of a folder that does not exist yet.</summary>
    public static string New(string name) => Path.Combine(Run, $"{name}-{Interlocked.Increment(ref _count)}");

    /// <summary>Creates an empty folder.</summary>
    public static DirectoryInfo Create(string name) => Directory.CreateDirectory(New(name));

    private static bool IsRunning(string folder)
    {
        if (!int.TryParse(Path.GetFileName(folder), out var id) || id == Environment.ProcessId) return false;
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false; // no such process
        }
    }

    private static void TryDelete(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A process still writes there, or another user owns it. The next run tries again.
        }
    }
}
