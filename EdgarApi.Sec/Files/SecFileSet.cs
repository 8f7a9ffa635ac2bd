using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace EdgarApi.Sec.Files;

/// <summary>
/// The files of a bulk zip from the SEC, or of a folder with the same files. Zip entries are read one by one; the zip is never extracted.
/// Not thread-safe.
/// </summary>
public abstract class SecFileSet : IDisposable
{
    /// <summary>Maximum size of a file; the SEC's largest have some tens of megabytes.</summary>
    public const long MaxFileLength = 256L << 20;

    /// <summary>Name for errors and logs: the name of the zip or folder without its path.</summary>
    public required string Name { get; init; }

    /// <summary>All files, in the order in which reading is fastest.</summary>
    public abstract IReadOnlyList<SecFile> Files { get; }

    /// <summary>A digest of names, sizes and checksums, which changes when any file changes.</summary>
    public string Fingerprint
    {
        get
        {
            var hash = new XxHash128();
            foreach (var file in Files) hash.Append(Encoding.UTF8.GetBytes($"{file.Name}\n{file.Length}\n{file.Stamp}\n"));
            return Convert.ToHexStringLower(hash.GetCurrentHash());
        }
    }

    /// <summary>Opens a zip or a folder.</summary>
    /// <exception cref="SecDataException">The file or folder does not exist, or the zip is incomplete.</exception>
    public static SecFileSet Open(string path)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        if (Directory.Exists(path)) return new FolderFileSet(path) { Name = name };
        try
        {
            return new ZipFileSet(ZipFile.OpenRead(path)) { Name = name };
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SecDataException(path, "no such file or folder", inner: error);
        }
        catch (InvalidDataException error)
        {
            throw new SecDataException(path, $"is not a complete zip, download it again: {error.Message}", inner: error);
        }
    }

    /// <summary>Finds a file by name; null if it does not exist.</summary>
    public abstract SecFile? Find(string name);

    /// <summary>Reads a file.</summary>
    /// <exception cref="SecDataException">The file is too large, damaged or cannot be read.</exception>
    public async Task<byte[]> ReadAsync(SecFile file, CancellationToken cancellationToken)
    {
        var origin = Origin(file);
        if (file.Length > MaxFileLength) throw new SecDataException(origin, $"has {file.Length} bytes; the maximum is {MaxFileLength}");
        var bytes = new byte[file.Length];
        try
        {
            await using var stream = OpenRead(file);
            var read =
                await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            if (read < bytes.Length) throw new SecDataException(origin, $"is truncated: {read} of {bytes.Length} bytes", read);
            if (await stream.ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false) > 0)
                throw new SecDataException(origin, $"is longer than its stated length of {bytes.Length} bytes", bytes.Length);
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new SecDataException(origin, error.Message, inner: error);
        }

        if (file.Crc32 is { } expected && Crc32.HashToUInt32(bytes) != expected)
            throw new SecDataException(origin, "is damaged: its checksum does not match");
        return bytes;
    }

    /// <summary>Name of a file in errors and logs: <c>companyfacts.zip/CIK0000320193.json</c>.</summary>
    public string Origin(SecFile file) => $"{Name}/{file.Name}";

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens a file for reading.</summary>
    protected abstract Stream OpenRead(SecFile file);

    /// <summary>Releases open files.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    private sealed class ZipFileSet(ZipArchive zip) : SecFileSet
    {
        // A crafted zip may contain a name twice; the first entry counts, as in other tools.
        private readonly Dictionary<string, ZipArchiveEntry> _entries =
            zip.Entries.Where(entry => entry.Name.Length > 0).DistinctBy(entry => entry.FullName).ToDictionary(entry => entry.FullName);

        public override IReadOnlyList<SecFile> Files => field ??= [.. _entries.Values.Select(Describe)];

        public override SecFile? Find(string name) => _entries.TryGetValue(name, out var entry) ? Describe(entry) : null;

        protected override Stream OpenRead(SecFile file) => _entries[file.Name].Open();

        protected override void Dispose(bool disposing)
        {
            zip.Dispose();
            base.Dispose(disposing);
        }

        private static SecFile Describe(ZipArchiveEntry entry) =>
            new(entry.FullName, entry.Length, $"{entry.Crc32:x8}", entry.Crc32);
    }

    private sealed class FolderFileSet(string folder) : SecFileSet
    {
        public override IReadOnlyList<SecFile> Files => field ??=
            [.. new DirectoryInfo(folder).EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal).Select(Describe)];

        public override SecFile? Find(string name) =>
            new FileInfo(Path.Combine(folder, name)) is { Exists: true } file ? Describe(file) : null;

        protected override Stream OpenRead(SecFile file) =>
            new FileStream(
                Path.Combine(folder, file.Name), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1,
                FileOptions.SequentialScan | FileOptions.Asynchronous);

        private static SecFile Describe(FileInfo file) => new(file.Name, file.Length, $"{file.LastWriteTimeUtc.Ticks:x}", null);
    }
}

/// <summary>A file of a set.</summary>
/// <param name="Name">Name in the zip or folder.</param>
/// <param name="Length">Uncompressed length in bytes.</param>
/// <param name="Stamp">Changes with the content: a checksum, or the time of the last write.</param>
/// <param name="Crc32">Checksum of the bytes, if the set has one.</param>
public sealed record SecFile(string Name, long Length, string Stamp, uint? Crc32);
