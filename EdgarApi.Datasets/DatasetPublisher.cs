using System.Security.Cryptography;
using EdgarApi.Datasets.Files;
using EdgarApi.Storage.Datasets;

namespace EdgarApi.Datasets;

/// <summary>
/// Rebuilds the datasets of a folder while others read them. New files get names of their own, then the manifest is replaced. A build that
/// is killed or fails at any moment leaves the previous datasets as they were; the next one removes what it left. Only one process may run
/// it on a folder at a time.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="export">Writes the files.</param>
/// <param name="reader">Reads the data version.</param>
/// <param name="time">The clock.</param>
internal sealed class DatasetPublisher(DatasetFolder folder, DatasetExport export, CompanyExportReader reader, TimeProvider time)
{
    /// <summary>Folder below the datasets in which files are written. Nothing reads it.</summary>
    public const string Workplace = ".building";

    /// <summary>Rebuilds the datasets if data changed since the last build.</summary>
    /// <param name="keepReplaced">Time for which replaced files are kept.</param>
    /// <param name="cancellationToken">Stops the build.</param>
    /// <returns>What was published; null if nothing changed.</returns>
    public async Task<PublishedDatasets?> PublishAsync(TimeSpan keepReplaced, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder.Path);
        var before = folder.Read();
        RemoveExpired(before, keepReplaced);
        if (before is not null
            && new ExportVersions(before.DataVersion, before.RulesVersion)
                == await reader.ReadVersionsAsync(cancellationToken).ConfigureAwait(false)
            && before.Files.All(file => File.Exists(folder.GetPath(file)))) return null;

        var workplace = Path.Combine(folder.Path, Workplace);
        RemoveWorkplace(workplace);
        try
        {
            Directory.CreateDirectory(workplace);
            var content = await export.WriteAsync(workplace, ExportFormat.Parquet, since: null, cancellationToken).ConfigureAwait(false);
            var files = new List<DatasetFile>();
            foreach (var file in content.Files)
                files.Add(await MoveAsync(before, content, file, cancellationToken).ConfigureAwait(false));
            return Write(before, content, files);
        }
        finally
        {
            RemoveWorkplace(workplace);
        }
    }

    /// <summary>Gives a file its final name. If the rows are those of the previous build, its file stays.</summary>
    private async Task<DatasetFile> MoveAsync(
        DatasetManifest? before, ExportContent content, WrittenFile file, CancellationToken cancellationToken)
    {
        var hash = await ComputeHashAsync(file.Path, cancellationToken).ConfigureAwait(false);
        var part = DatasetFile.GetPart(file.Year);
        if (before?.Find(file.Name, part) is { } known && known.Sha256 == hash && File.Exists(folder.GetPath(known))) return known;

        var path = $"{file.Name}/{part}-{hash[..16]}.parquet";
        var target = Path.Combine(folder.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var bytes = new FileInfo(file.Path).Length;
        File.Move(file.Path, target, overwrite: true);
        return new DatasetFile
        {
            Name = file.Name, Year = file.Year, Path = path, Rows = file.Rows, Bytes = bytes, Sha256 = hash,
            DataVersion = content.Versions.Data, RulesVersion = content.Versions.Rules, BuiltAt = time.GetUtcNow(),
        };
    }

    private PublishedDatasets Write(DatasetManifest? before, ExportContent content, List<DatasetFile> files)
    {
        var now = time.GetUtcNow();
        var current = files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        ReplacedDatasetFile[] replaced =
        [
            .. (before?.Replaced ?? [])
                .Where(file => !current.Contains(file.Path) && File.Exists(Path.Combine(folder.Path, file.Path))),
            .. (before?.Files ?? []).Where(file => !current.Contains(file.Path))
                .Select(file => new ReplacedDatasetFile(file.Path, now)),
        ];
        var manifest = new DatasetManifest
        {
            Format = DatasetManifest.CurrentFormat, DataVersion = content.Versions.Data, RulesVersion = content.Versions.Rules,
            BuiltAt = now,
            Files = files, Replaced = [.. replaced.DistinctBy(file => file.Path)],
        };
        folder.Write(manifest);
        return new PublishedDatasets(manifest, files.Count(file => before?.Find(file.Name, file.Part)?.Path != file.Path));
    }

    /// <summary>Removes replaced files after their time, and files that no manifest names: a killed build left them.</summary>
    private void RemoveExpired(DatasetManifest? manifest, TimeSpan keepReplaced)
    {
        var expired = time.GetUtcNow() - keepReplaced;
        var kept = (manifest?.Files ?? []).Select(file => file.Path)
            .Concat((manifest?.Replaced ?? []).Where(file => file.At > expired).Select(file => file.Path))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder.Path, "*.parquet", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(folder.Path, file).Replace('\\', '/');
            if (!path.StartsWith(Workplace, StringComparison.Ordinal) && !kept.Contains(path)) TryDelete(file);
        }
    }

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (IOException)
        {
            // A network share does not delete a file that another machine reads. The next build tries again.
        }
    }

    private static void RemoveWorkplace(string workplace)
    {
        if (Directory.Exists(workplace)) Directory.Delete(workplace, recursive: true);
    }

    internal static async Task<string> ComputeHashAsync(string path, CancellationToken cancellationToken)
    {
        var stream = File.OpenRead(path);
        await using var _ = stream.ConfigureAwait(false);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
    }
}

/// <summary>The result of a build.</summary>
/// <param name="Manifest">What readers see now.</param>
/// <param name="Changed">Number of files with other rows than before.</param>
internal sealed record PublishedDatasets(DatasetManifest Manifest, int Changed);
