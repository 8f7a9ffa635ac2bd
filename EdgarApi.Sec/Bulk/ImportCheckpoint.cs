using System.Text;

namespace EdgarApi.Sec.Bulk;

/// <summary>
/// Remembers which documents of an import are done, in a small file, so that an import that was killed goes on where it stopped. The file belongs to
/// one content of the source: when that changed, everything is read again.
/// </summary>
public sealed class ImportCheckpoint : IDisposable
{
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);
    private readonly Lock _writing = new();
    private readonly string _path;
    private StreamWriter? _writer;

    private ImportCheckpoint(string path) => _path = path;

    /// <summary>How many documents are done.</summary>
    public int Count
    {
        get
        {
            lock (_writing) return _done.Count;
        }
    }

    /// <summary>Opens the checkpoint, or starts it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fingerprint">Of the source: <see cref="BulkCompanySource.Fingerprint"/>.</param>
    public static ImportCheckpoint Open(string path, string fingerprint)
    {
        var checkpoint = new ImportCheckpoint(path);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var text = File.Exists(path) ? File.ReadAllText(path) : "";
        // A last line without its end was cut off in the middle of writing: that document counts as not done.
        var lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length > 0 && lines[0] == fingerprint) checkpoint._done.UnionWith(lines.Skip(1));
        checkpoint._writer = new StreamWriter(path, append: false, new UTF8Encoding(false)) { AutoFlush = false, NewLine = "\n" };
        checkpoint._writer.WriteLine(fingerprint);
        foreach (var line in checkpoint._done) checkpoint._writer.WriteLine(line);
        checkpoint._writer.Flush();
        return checkpoint;
    }

    /// <summary>Whether the document of that origin is done.</summary>
    public bool IsDone(string origin)
    {
        lock (_writing) return _done.Contains(origin);
    }

    /// <summary>Writes down that the document of that origin is done. Safe from several threads.</summary>
    public void MarkDone(string origin)
    {
        lock (_writing)
        {
            if (_writer is null || !_done.Add(origin)) return;
            _writer.WriteLine(origin);
            _writer.Flush();
        }
    }

    /// <summary>The import is complete: the next one starts afresh.</summary>
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
