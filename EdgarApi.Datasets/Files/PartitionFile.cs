using System.Text;
using EdgarApi.Datasets.Columns;
using ParquetSharp;
using ParquetSharp.IO;

namespace EdgarApi.Datasets.Files;

/// <summary>The formats of exported files. The names are their extensions.</summary>
public enum ExportFormat
{
    /// <summary>Apache Parquet, compressed with Zstandard.</summary>
    Parquet,

    /// <summary>CSV as in RFC 4180, UTF-8.</summary>
    Csv,
}

/// <summary>A file that grows by groups of rows. Equal rows in equal order give equal bytes.</summary>
internal abstract class PartitionFile<TRow>(Stream stream) : IDisposable
{
    protected Stream Stream => stream;

    /// <summary>Writes the next rows.</summary>
    public abstract void Write(List<TRow> rows);

    /// <summary>Writes the end of the file, onto the disk. Without it the file is invalid.</summary>
    public virtual void Complete()
    {
        stream.Flush();
        if (stream is FileStream file) file.Flush(flushToDisk: true);
    }

    public virtual void Dispose() => stream.Dispose();

    public static PartitionFile<TRow> Create(ExportFormat format, Stream stream, Dataset<TRow> dataset) =>
        format == ExportFormat.Parquet ? new ParquetPartition<TRow>(stream, dataset) : new CsvPartition<TRow>(stream, dataset);
}

/// <summary>A Parquet file, one row group at a time.</summary>
internal sealed class ParquetPartition<TRow> : PartitionFile<TRow>
{
    private readonly IReadOnlyList<DatasetColumn<TRow>> _columns;
    private readonly ManagedOutputStream _output;
    private readonly ParquetFileWriter _writer;
    private bool _isClosed;

    public ParquetPartition(Stream stream, Dataset<TRow> dataset)
        : base(stream)
    {
        _columns = dataset.Columns;
        // The writer must not close the stream: it has to reach the disk first.
        _output = new ManagedOutputStream(stream, leaveOpen: true);
        using var compression = new WriterPropertiesBuilder().Compression(Compression.Zstd).CompressionLevel(6);
        using var properties = compression.Build();
        _writer = new ParquetFileWriter(_output, [.. _columns.Select(column => column.ToParquet())], properties);
    }

    public override void Write(List<TRow> rows)
    {
        using var group = _writer.AppendRowGroup();
        foreach (var column in _columns)
        {
            using var writer = group.NextColumn();
            column.Write(writer, rows);
        }
    }

    public override void Complete()
    {
        _isClosed = true;
        _writer.Close();
        base.Complete();
    }

    public override void Dispose()
    {
        // Closing an unfinished file writes its footer, which fails on a full disk.
        if (_isClosed) _writer.Dispose();
        else DisposeUnfinished();
        _output.Dispose();
        base.Dispose();
    }

    private void DisposeUnfinished()
    {
        try
        {
            _writer.Dispose();
        }
        catch (ParquetException)
        {
            // The failure that left the file unfinished is already on its way to the caller.
        }
    }
}

/// <summary>A CSV file with a line of names.</summary>
internal sealed class CsvPartition<TRow> : PartitionFile<TRow>
{
    private readonly IReadOnlyList<DatasetColumn<TRow>> _columns;

    public CsvPartition(Stream stream, Dataset<TRow> dataset)
        : base(stream)
    {
        _columns = dataset.Columns;
        WriteLines(new StringBuilder().AppendJoin(',', _columns.Select(column => column.Name)).Append("\r\n"));
    }

    public override void Write(List<TRow> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows)
            text.AppendJoin(',', _columns.Select(column => Quote(column.ToText(row)))).Append("\r\n");
        WriteLines(text);
    }

    private void WriteLines(StringBuilder text)
    {
        foreach (var chunk in text.GetChunks()) Stream.Write(System.Text.Encoding.UTF8.GetBytes(chunk.ToArray()));
    }

    private static string Quote(string? cell) => cell is null ? ""
        : cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell
        : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
