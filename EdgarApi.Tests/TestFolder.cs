using System.Diagnostics;

namespace EdgarApi.Tests;

/// <summary>
/// The folders that tests write to: all in one of this run, which is removed at its end. What a run leaves that was killed, the next one removes.
/// </summary>
internal static class TestFolder
{
    /// <summary>In the machine's temporary folder and open to all: Postgres runs as a user of its own and must pass through, on a short path.</summary>
    private static readonly string Runs = Path.Combine(Path.GetTempPath(), $"edgar-tests-{Environment.UserName}");

    private static readonly string Run = Path.Combine(Runs, $"{Environment.ProcessId}");

    private static int count;

    static TestFolder()
    {
        foreach (var left in Directory.Exists(Runs) ? Directory.GetDirectories(Runs) : [])
            if (!IsOfALivingRun(left)) TryDelete(left);
        Directory.CreateDirectory(Run);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => TryDelete(Run);
    }

    /// <summary>The path of a folder that is not there yet.</summary>
    public static string New(string name) => Path.Combine(Run, $"{name}-{Interlocked.Increment(ref count)}");

    /// <summary>An empty folder.</summary>
    public static DirectoryInfo Create(string name) => Directory.CreateDirectory(New(name));

    private static bool IsOfALivingRun(string folder)
    {
        if (!int.TryParse(Path.GetFileName(folder), out var id) || id == Environment.ProcessId) return false;
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false; // there is no such process
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
            // Somebody still writes there, or it is another user's: the next run tries again.
        }
    }
}
