using System.Text.Json;

namespace EdgarApi.Storage.Datasets;

/// <summary>
/// A folder with datasets and their manifest. One process writes it and others read it at the same time: files appear complete or not at
/// all, because each is renamed to its final name, and the manifest is replaced in one step after all of them.
/// </summary>
/// <param name="path">The folder; it need not exist.</param>
public sealed class DatasetFolder(string path)
{
    private Loaded? _loaded;

    /// <summary>The folder.</summary>
    public string Path => path;

    private string ManifestPath => System.IO.Path.Combine(path, DatasetManifest.FileName);

    /// <summary>Reads the manifest; null if nothing is built yet. An unchanged manifest is not parsed again.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The program may not read the folder.</exception>
    public DatasetManifest? Read()
    {
        var file = new FileInfo(ManifestPath);
        if (!file.Exists) return null;
        var stamp = (file.LastWriteTimeUtc, file.Length);
        if (_loaded is { } loaded && loaded.Stamp == stamp) return loaded.Manifest;
        try
        {
            var manifest = JsonSerializer.Deserialize(File.ReadAllBytes(ManifestPath), DatasetManifestJson.Default.DatasetManifest);
            if (manifest is not { Format: DatasetManifest.CurrentFormat }) return null;
            _loaded = new Loaded(stamp, manifest);
            return manifest;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (JsonException error)
        {
            throw new IOException($"{ManifestPath} is damaged: {error.Message}", error);
        }
    }

    /// <summary>
    /// Opens a file of the manifest for reading. Opened, it stays readable until it is closed, also if it is deleted. Null if it does not
    /// exist any more.
    /// </summary>
    public FileStream? TryOpen(DatasetFile file)
    {
        try
        {
            return new FileStream(
                GetPath(file), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1 << 16,
                FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Gets the path of a file of a manifest.</summary>
    public string GetPath(DatasetFile file) => System.IO.Path.Combine(path, file.Path);

    /// <summary>Replaces the manifest in one step.</summary>
    public void Write(DatasetManifest manifest)
    {
        var temporary = ManifestPath + ".tmp";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(stream, manifest, DatasetManifestJson.Default.DatasetManifest);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, ManifestPath, overwrite: true);
    }

    private sealed record Loaded((DateTime, long) Stamp, DatasetManifest Manifest);
}

/// <summary>The folder of this installation's datasets.</summary>
/// <param name="Folder">Null if no folder is configured.</param>
public sealed record DatasetStorage(DatasetFolder? Folder);
