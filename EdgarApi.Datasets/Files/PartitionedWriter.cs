using EdgarApi.Datasets.Columns;
using EdgarApi.Storage.Datasets;

namespace EdgarApi.Datasets.Files;

/// <summary>A file that is written, before it has its final name.</summary>
/// <param name="Name">Name of the dataset.</param>
/// <param name="Year">The year of the rows; null for a dataset in one file.</param>
/// <param name="Path">The temporary path.</param>
/// <param name="Rows">Number of rows.</param>
internal sealed record WrittenFile(string Name, int? Year, string Path, long Rows);

/// <summary>
/// Writes the rows of a dataset into one file per year. In memory it has at most <see cref="GroupRows"/> rows per year. A group of a year
/// always has the same rows, whatever other years have, so that an unchanged year gives the same bytes.
/// </summary>
internal sealed class PartitionedWriter<TRow>(
    Dataset<TRow> dataset, string folder, ExportFormat format, Func<string, Stream> createFile) : IDisposable
{
    /// <summary>Rows per row group.</summary>
    public const int GroupRows = 8_192;

    private readonly SortedDictionary<int, Partition> _partitions = [];

    public void Add(TRow row)
    {
        var year = dataset.GetYear?.Invoke(row) ?? 0;
        if (!_partitions.TryGetValue(year, out var partition)) _partitions.Add(year, partition = Open(year));
        partition.Buffer.Add(row);
        if (partition.Buffer.Count == GroupRows) partition.Write();
    }

    /// <summary>Completes all files. A dataset in one file has it even without rows.</summary>
    public IReadOnlyList<WrittenFile> Complete()
    {
        if (dataset.GetYear is null && _partitions.Count == 0) _partitions.Add(0, Open(0));
        var written = new List<WrittenFile>();
        foreach (var (year, partition) in _partitions)
        {
            partition.Write();
            partition.File.Complete();
            partition.File.Dispose();
            written.Add(new WrittenFile(dataset.Name, dataset.GetYear is null ? null : year, partition.Path, partition.Rows));
        }

        _partitions.Clear();
        return written;
    }

    public void Dispose()
    {
        foreach (var partition in _partitions.Values) partition.File.Dispose();
        _partitions.Clear();
    }

    private Partition Open(int year)
    {
        var part = DatasetFile.GetPart(dataset.GetYear is null ? null : year);
        var path = Path.Combine(folder, dataset.Name, $"{part}.{GetExtension(format)}");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return new Partition(path, PartitionFile<TRow>.Create(format, createFile(path), dataset));
    }

    /// <summary>Gets the extension of files of a format.</summary>
    public static string GetExtension(ExportFormat format) => format == ExportFormat.Parquet ? "parquet" : "csv";

    private sealed class Partition(string path, PartitionFile<TRow> file)
    {
        public string Path => path;

        public PartitionFile<TRow> File => file;

        public List<TRow> Buffer { get; } = [];

        public long Rows { get; private set; }

        public void Write()
        {
            if (Buffer.Count == 0) return;
            file.Write(Buffer);
            Rows += Buffer.Count;
            Buffer.Clear();
        }
    }
}
