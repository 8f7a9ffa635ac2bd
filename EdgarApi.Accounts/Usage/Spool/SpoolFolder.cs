namespace EdgarApi.Accounts.Usage.Spool;

/// <summary>
/// A process's own folder below one that several processes share, told to be in use by a locked file. The operating system lets go of the lock when the process ends, however it
/// ends; whoever then takes it takes over the files.
/// </summary>
internal sealed class SpoolFolder : IDisposable
{
    public const string Extension = ".usage";
    private const string LockName = "lock";

    private readonly FileStream held;

    private SpoolFolder(string path, FileStream held) => (Path, this.held) = (path, held);

    public string Path { get; }

    public static SpoolFolder Create(string root)
    {
        for (var attempt = 1; ; attempt++)
        {
            var path = System.IO.Path.Combine(root, $"{Environment.ProcessId}-{Guid.CreateVersion7():N}");
            Directory.CreateDirectory(path);
            // Somebody may think it abandoned in the moment before it is locked, and then another is made.
            if (TryLock(path, FileMode.OpenOrCreate) is { } held) return new SpoolFolder(path, held);
            if (attempt == 3) throw new IOException($"{path} cannot be locked.");
        }
    }

    /// <summary>Moves the files of processes that are no more to this folder; returns them.</summary>
    public IReadOnlyList<string> Adopt()
    {
        var adopted = new List<string>();
        foreach (var other in Directory.EnumerateDirectories(Directory.GetParent(Path)!.FullName).Where(other => other != Path))
        {
            using var lockOfOther = TryLock(other, FileMode.Open);
            if (lockOfOther is null) continue;
            foreach (var file in Directory.GetFiles(other, "*" + Extension))
            {
                var here = NewFile();
                File.Move(file, here);
                adopted.Add(here);
            }

            Directory.Delete(other, recursive: true);
        }

        return adopted;
    }

    /// <summary>A name that sorts behind those before it.</summary>
    public string NewFile() => System.IO.Path.Combine(Path, $"{Guid.CreateVersion7():N}{Extension}");

    /// <summary>Lets go; a folder with nothing in it goes too.</summary>
    public void Dispose()
    {
        if (Directory.GetFiles(Path, "*" + Extension).Length == 0) Directory.Delete(Path, recursive: true);
        held.Dispose();
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
