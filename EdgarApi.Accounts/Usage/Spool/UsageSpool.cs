using EdgarApi.Accounts.Usage.Writing;

namespace EdgarApi.Accounts.Usage.Spool;

/// <summary>
/// Batches on disk that the primary could not take, read in the order in which they were appended. Bounded: a full spool keeps its content
/// and rejects new batches. Disk errors are reported by return value, not by exceptions.
/// </summary>
internal sealed class UsageSpool(string root, long maxBytes) : IDisposable
{
    /// <summary>Size from which on a new file is started.</summary>
    private const int FileBytes = 8 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<(string Path, long Bytes)> _files = new();
    private SpoolFolder? _folder;
    private FileStream? _open;
    private long _closedBytes;

    /// <summary>Bytes on disk.</summary>
    public long Bytes
    {
        get { lock (_gate) return _closedBytes + (_open?.Length ?? 0); }
    }

    /// <summary>Whether more than half of the maximum size is used.</summary>
    public bool IsHalfFull => Bytes > maxBytes / 2;

    /// <summary>Why the last batch could not be written; null if it was.</summary>
    public string? Failure { get; private set; }

    /// <summary>Appends a batch; false if the spool or the disk is full or cannot be written to.</summary>
    public bool TryAppend(UsageBatch batch)
    {
        lock (_gate)
        {
            if (_closedBytes + (_open?.Length ?? 0) + SpoolFrame.GetLength(batch) > maxBytes)
                return Fail($"the spool has reached its maximum of {maxBytes} bytes");
            try
            {
                _folder ??= SpoolFolder.Create(root);
                _open ??= new FileStream(
                    _folder.GetNewFile(), FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0);
                Append(_open, batch);
                if (_open.Length >= FileBytes) CloseFile();
                Failure = null;
                return true;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return Fail(error.Message);
            }
        }
    }

    /// <summary>Returns the oldest file and closes it for writing; null if the spool is empty.</summary>
    public string? GetOldestFile()
    {
        lock (_gate)
        {
            if (_files.Count == 0) CloseFile();
            return _files.TryPeek(out var oldest) ? oldest.Path : null;
        }
    }

    /// <summary>Deletes the oldest file after its content was written to the primary.</summary>
    public void Remove(string path)
    {
        lock (_gate)
        {
            if (!_files.TryPeek(out var oldest) || oldest.Path != path)
                throw new InvalidOperationException($"{path} is not the oldest file.");
            File.Delete(path);
            _closedBytes -= _files.Dequeue().Bytes;
        }
    }

    /// <summary>Adopts the files of ended processes; returns whether there were any.</summary>
    public bool Adopt()
    {
        lock (_gate)
        {
            if (!Directory.Exists(root) || !Directory.EnumerateDirectories(root).Any(other => other != _folder?.Path)) return false;
            _folder ??= SpoolFolder.Create(root);
            var adopted = _folder.Adopt();
            foreach (var path in adopted) Enqueue(path);
            return adopted.Count > 0;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _open?.Dispose();
            _open = null;
            _folder?.Dispose();
            _folder = null;
        }
    }

    /// <summary>Removes a frame that was not fully written, so that the next one follows a complete frame.</summary>
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
        if (_open is null) return;
        var path = _open.Name;
        _open.Dispose();
        _open = null;
        Enqueue(path);
    }

    private void Enqueue(string path)
    {
        var bytes = new FileInfo(path).Length;
        _files.Enqueue((path, bytes));
        _closedBytes += bytes;
    }

    private bool Fail(string reason)
    {
        Failure = reason;
        return false;
    }
}
