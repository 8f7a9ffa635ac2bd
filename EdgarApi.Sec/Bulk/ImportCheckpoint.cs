using System.Text;

namespace EdgarApi.Sec.Bulk;

/// <summary>
/// Records the completed documents of an import in a small file, so that an interrupted import resumes. The file applies to one state of
/// the source: if the source changed, everything is read again.
/// </summary>
public sealed class ImportCheckpoint : IDisposable
{
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);
    private readonly Lock _writing = new();
    private readonly string _path;
    private StreamWriter? _writer;

    private ImportCheckpoint(string path) => _path = path;

    /// <summary>Number of completed documents.</summary>
    public int Count
    {
        get
        {
            lock (_writing) return _done.Count;
        }
    }

    /// <summary>Opens or creates a checkpoint.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fingerprint">The source's <see cref="BulkCompanySource.Fingerprint"/>.</param>
    public static ImportCheckpoint Open(string path, string fingerprint)
    {
        var checkpoint = new ImportCheckpoint(path);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var text = File.Exists(path) ? File.ReadAllText(path) : "";
        // A last line without a line break was not fully written, so its document counts as not completed.
        var lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length > 0 && lines[0] == fingerprint) checkpoint._done.UnionWith(lines.Skip(1));
        checkpoint._writer = new StreamWriter(path, append: false, new UTF8Encoding(false)) { AutoFlush = false, NewLine = "\n" };
        checkpoint._writer.WriteLine(fingerprint);
        foreach (var line in checkpoint._done) checkpoint._writer.WriteLine(line);
        checkpoint._writer.Flush();
        return checkpoint;
    }

    /// <summary>Whether the document with that origin is completed.</summary>
    public bool IsDone(string origin)
    {
        lock (_writing) return _done.Contains(origin);
    }

    /// <summary>Records that the document with that origin is completed. Thread-safe.</summary>
    public void MarkDone(string origin)
    {
        lock (_writing)
        {
            if (_writer is null || !_done.Add(origin)) return;
            _writer.WriteLine(origin);
            _writer.Flush();
        }
    }

    /// <summary>Deletes the checkpoint after the import has completed.</summary>
    public void Complete()
    {
        Dispose();
        File.Delete(_path);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_writing)
        {
            _writer?.Dispose();
            _writer = null;
        }
    }
}
