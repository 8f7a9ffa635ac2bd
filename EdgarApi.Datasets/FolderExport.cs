using EdgarApi.Datasets.Files;
using EdgarApi.Storage.Datasets;

namespace EdgarApi.Datasets;

/// <summary>Exports into a new folder, which appears complete or not at all.</summary>
/// <param name="export">Writes the files.</param>
/// <param name="time">The clock.</param>
internal sealed class FolderExport(DatasetExport export, TimeProvider time)
{
    private const string LockFile = ".lock";

    /// <summary>Writes all datasets and their manifest.</summary>
    /// <param name="target">The folder. It must not exist, or be empty.</param>
    /// <param name="format">The format.</param>
    /// <param name="since">Only companies that changed after this data version; null for all.</param>
    /// <param name="cancellationToken">Stops the export; nothing remains.</param>
    /// <exception cref="IOException">The target has files, another export writes to it, or the disk is full.</exception>
    public async Task<DatasetManifest> RunAsync(
        string target, ExportFormat format, long? since, CancellationToken cancellationToken)
    {
        target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        if (File.Exists(target)) throw new IOException($"{target} is a file; choose a new folder.");
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
            throw new IOException($"{target} is not empty; choose a new folder.");

        // On the same disk as the target, so that renaming it is one step.
        var temporary = $"{target}.partial";
        Directory.CreateDirectory(temporary);
        using var held = Lock(temporary);
        try
        {
            RemoveContent(temporary);
            var content = await export.WriteAsync(temporary, format, since, cancellationToken).ConfigureAwait(false);
            var manifest = await DescribeAsync(temporary, content, since, cancellationToken).ConfigureAwait(false);
            new DatasetFolder(temporary).Write(manifest);
            held.Dispose();
            if (Directory.Exists(target)) Directory.Delete(target);
            Directory.Move(temporary, target);
            return manifest;
        }
        catch
        {
            held.Dispose();
            Directory.Delete(temporary, recursive: true);
            throw;
        }
    }

    private async Task<DatasetManifest> DescribeAsync(
        string folder, ExportContent content, long? since, CancellationToken cancellationToken)
    {
        var (files, now) = (new List<DatasetFile>(), time.GetUtcNow());
        foreach (var file in content.Files)
        {
            files.Add(new DatasetFile
            {
                Name = file.Name, Year = file.Year, Path = Path.GetRelativePath(folder, file.Path).Replace('\\', '/'), Rows = file.Rows,
                Bytes = new FileInfo(file.Path).Length,
                Sha256 = await DatasetPublisher.ComputeHashAsync(file.Path, cancellationToken).ConfigureAwait(false),
                DataVersion = content.Versions.Data, RulesVersion = content.Versions.Rules, BuiltAt = now,
            });
        }

        return new DatasetManifest
        {
            Format = DatasetManifest.CurrentFormat, DataVersion = content.Versions.Data, RulesVersion = content.Versions.Rules,
            BuiltAt = now, Since = since, Files = files,
        };
    }

    /// <summary>Takes the folder. A killed export releases it.</summary>
    private static FileStream Lock(string folder)
    {
        try
        {
            return new FileStream(
                Path.Combine(folder, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1,
                FileOptions.DeleteOnClose);
        }
        catch (IOException error)
        {
            throw new IOException($"another export writes to {folder}: {error.Message}", error);
        }
    }

    /// <summary>Removes what a killed export left.</summary>
    private static void RemoveContent(string folder)
    {
        foreach (var left in new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(entry => entry.Name != LockFile))
        {
            if (left is DirectoryInfo directory) directory.Delete(recursive: true);
            else left.Delete();
        }
    }
}
