using EdgarApi.Accounts.Usage.Writing;

namespace EdgarApi.Accounts.Usage.Spool;

/// <summary>
/// Batches on disk that the primary could not take: appended to files, read again in the order in which they came. Bounded: what is there is kept, and what
/// comes when it is full is refused. Nothing here throws for the disk's sake.
/// </summary>
internal sealed class UsageSpool(string root, long maxBytes) : IDisposable
{
    /// <summary>From this size on a file is full.</summary>
    private const int FileBytes = 8 * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly Queue<(string Path, long Bytes)> files = new();
    private SpoolFolder? folder;
    private FileStream? open;
    private long closedBytes;

    /// <summary>Bytes on disk.</summary>
    public long Bytes
    {
        get { lock (gate) return closedBytes + (open?.Length ?? 0); }
    }

    /// <summary>Whether what is there takes half of what may be there.</summary>
    public bool IsHalfFull => Bytes > maxBytes / 2;

    /// <summary>Why the disk did not take the last batch; null when it did.</summary>
    public string? Failure { get; private set; }

    /// <summary>Keeps a batch; false when the spool or the disk is full, or there is none to write to.</summary>
    public bool TryAppend(UsageBatch batch)
    {
        lock (gate)
        {
            if (closedBytes + (open?.Length ?? 0) + SpoolFrame.GetLength(batch) > maxBytes) return Fails($"the spool has its {maxBytes} bytes");
            try
            {
                folder ??= SpoolFolder.Create(root);
                open ??= new FileStream(folder.NewFile(), FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0);
                Append(open, batch);
                if (open.Length >= FileBytes) CloseFile();
                Failure = null;
                return true;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return Fails(error.Message);
            }
        }
    }

    /// <summary>The oldest file, which is then written to no more; null when there is none.</summary>
    public string? Oldest()
    {
        lock (gate)
        {
            if (files.Count == 0) CloseFile();
            return files.TryPeek(out var oldest) ? oldest.Path : null;
        }
    }

    /// <summary>Forgets the oldest file: the primary has what was in it.</summary>
    public void Remove(string path)
    {
        lock (gate)
        {
            if (!files.TryPeek(out var oldest) || oldest.Path != path) throw new InvalidOperationException($"{path} is not the oldest file.");
            File.Delete(path);
            closedBytes -= files.Dequeue().Bytes;
        }
    }

    /// <summary>Takes over what processes left that are no more; returns whether there was anything.</summary>
    public bool Adopt()
    {
        lock (gate)
        {
            if (!Directory.Exists(root) || !Directory.EnumerateDirectories(root).Any(other => other != folder?.Path)) return false;
            folder ??= SpoolFolder.Create(root);
            var adopted = folder.Adopt();
            foreach (var path in adopted) Enqueue(path);
            return adopted.Count > 0;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            CloseFile();
            folder?.Dispose();
            folder = null;
        }
    }

    /// <summary>A frame that does not fit is taken back, so that the next one follows a whole one.</summary>
    private static void Append(FileStream file, UsageBatch batch)
    {
        var before = file.Position;
        try
        {
            SpoolFrame.Write(file, batch);
        }
        catch (IOException)
        {
            file.SetLength(before);
            file.Position = before;
            throw;
        }
    }

    private void CloseFile()
    {
        if (open is null) return;
        var path = open.Name;
        open.Dispose();
        open = null;
        Enqueue(path);
    }

    private void Enqueue(string path)
    {
        var bytes = new FileInfo(path).Length;
        files.Enqueue((path, bytes));
        closedBytes += bytes;
    }

    private bool Fails(string why)
    {
        Failure = why;
        return false;
    }
}
