using System.Diagnostics;

namespace EdgarApi.Tests;

/// <summary>
/// Folders that tests write to. They are below a folder of the test run, which is removed when the run ends. If a run is killed, the next
/// run removes its folder.
/// </summary>
internal static class TestFolder
{
    /// <summary>A file system in memory, on Linux.</summary>
    private const string Memory = "/dev/shm";

    /// <summary>The clusters of a run have a few GB at most.</summary>
    private const long LeastMemory = 8L << 30;

    private static readonly string Run = StartRun(Path.GetTempPath());

    private static readonly string DataRun = HasMemory() ? StartRun(Memory) : Run;

    private static int _count;

    /// <summary>Gets the path of a folder that does not exist yet.</summary>
    public static string New(string name) => GetNew(Run, name);

    /// <summary>
    /// Gets the path of a folder for a server's data that does not exist yet: in memory if there is enough, because creating and deleting
    /// hundreds of databases on a disk takes longer than the tests' own work.
    /// </summary>
    public static string NewForData(string name) => GetNew(DataRun, name);

    /// <summary>Creates an empty folder.</summary>
    public static DirectoryInfo Create(string name) => Directory.CreateDirectory(New(name));

    private static string GetNew(string run, string name) => Path.Combine(run, $"{name}-{Interlocked.Increment(ref _count)}");

    private static bool HasMemory() => Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace >= LeastMemory;

    /// <summary>
    /// Creates the run's folder, a short path that is accessible to all users because Postgres runs as another user. It is
    /// removed when the process ends. The folders of killed runs are removed first.
    /// </summary>
    private static string StartRun(string root)
    {
        var runs = Path.Combine(root, $"edgar-tests-{Environment.UserName}");
        foreach (var left in Directory.Exists(runs) ? Directory.GetDirectories(runs) : [])
            if (!IsRunning(left)) TryDelete(left);
        var run = Directory.CreateDirectory(Path.Combine(runs, $"{Environment.ProcessId}")).FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => TryDelete(run);
        return run;
    }

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
