namespace EdgarApi.Accounts.Usage.Spool;

/// <summary>
/// One process's folder below a shared one. A locked file marks it as in use. The operating system releases the lock when the process
/// ends for any reason; the next process to take the lock adopts the files.
/// </summary>
internal sealed class SpoolFolder : IDisposable
{
    public const string Extension = ".usage";
    private const string LockName = "lock";

    private readonly FileStream _lock;

    private SpoolFolder(string path, FileStream lockFile) => (Path, _lock) = (path, lockFile);

    public string Path { get; }

    public static SpoolFolder Create(string root)
    {
        for (var attempt = 1; ; attempt++)
        {
            var path = System.IO.Path.Combine(root, $"{Environment.ProcessId}-{Guid.CreateVersion7():N}");
            CreatePrivate(root);
            CreatePrivate(path);
            // Another process may adopt the folder before it is locked; then try a new one.
            if (TryLock(path, FileMode.OpenOrCreate) is { } _lock) return new SpoolFolder(path, _lock);
            if (attempt == 3) throw new IOException($"Cannot lock {path}.");
        }
    }

    /// <summary>Moves the files of ended processes to this folder; returns their new paths.</summary>
    public IReadOnlyList<string> Adopt()
    {
        var adopted = new List<string>();
        foreach (var other in Directory.EnumerateDirectories(Directory.GetParent(Path)!.FullName).Where(other => other != Path))
        {
            using var otherLock = TryLock(other, FileMode.Open);
            if (otherLock is null) continue;
            foreach (var file in Directory.GetFiles(other, "*" + Extension))
            {
                var adoptedFile = GetNewFile();
                File.Move(file, adoptedFile);
                adopted.Add(adoptedFile);
            }

            Directory.Delete(other, recursive: true);
        }

        return adopted;
    }

    /// <summary>A file name that sorts after all earlier ones.</summary>
    public string GetNewFile() => System.IO.Path.Combine(Path, $"{Guid.CreateVersion7():N}{Extension}");

    /// <summary>Releases the folder; deletes it if it is empty.</summary>
    public void Dispose()
    {
        try
        {
            if (Directory.GetFiles(Path, "*" + Extension).Length == 0) Directory.Delete(Path, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It stays for the process that adopts it, or is gone with its disk: no reason for a process that stops to fail.
        }
        finally
        {
            _lock.Dispose();
        }
    }

    /// <summary>Usage records say who requested what.</summary>
    private static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static FileStream? TryLock(string path, FileMode mode)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(path, LockName), mode, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
