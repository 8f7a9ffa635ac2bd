using EdgarApi.Datasets;
using EdgarApi.Storage.Datasets;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using Microsoft.Extensions.Time.Testing;
using ParquetSharp;

namespace EdgarApi.Tests.Datasets;

public sealed class DatasetPublisherTests(SharedServers servers)
{
    private const int Apple = 320193;

    private static readonly TimeSpan Keep = TimeSpan.FromHours(6);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
    private readonly DatasetFolder _folder = new(TestFolder.New("datasets"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Unchanged_data_is_not_built_again()
    {
        await using var database = await ExportFixture.CreateDatabaseAsync(servers);
        Assert.NotNull(await PublishAsync(database));
        var built = Snapshot();

        Assert.Null(await PublishAsync(database));

        Assert.Equal(built, Snapshot());
        Assert.Equal(["companies", "facts", "filings", "values"], _folder.Read()!.Files.Select(file => file.Name).Distinct().Order());
    }

    [Fact]
    public async Task A_change_replaces_only_the_files_with_other_rows()
    {
        await using var database = await ExportFixture.CreateDatabaseAsync(servers);
        await ExportFixture.AddFilingAsync(database, Apple, new DateOnly(2019, 1, 2));
        await PublishAsync(database);
        var before = _folder.Read()!;

        await ExportFixture.AddFilingAsync(database, Apple, new DateOnly(2020, 1, 2));
        var published = await PublishAsync(database);

        var after = _folder.Read()!;
        Assert.Equal(await database.ScalarAsync<long>("select max(revision) from companies"), after.DataVersion);
        Assert.True(after.DataVersion > before.DataVersion);
        Assert.Equal(2, published!.Changed);
        Assert.Equal(
            ["companies/all", "filings/2020"],
            after.Files.Where(file => file.DataVersion > before.DataVersion).Select(file => $"{file.Name}/{file.Part}"));
        string[] changed = ["companies/all", "filings/2020"];
        Assert.Equal(
            before.Files.Where(file => !changed.Contains($"{file.Name}/{file.Part}")),
            after.Files.Where(file => !changed.Contains($"{file.Name}/{file.Part}")));
    }

    [Fact]
    public async Task A_replaced_file_stays_for_its_time()
    {
        await using var database = await ExportFixture.CreateDatabaseAsync(servers);
        await PublishAsync(database);
        var replaced = _folder.GetPath(_folder.Read()!.Find("companies", "all")!);
        await ExportFixture.AddFilingAsync(database, Apple, new DateOnly(2020, 1, 2));
        await PublishAsync(database);
        Assert.NotEqual(replaced, _folder.GetPath(_folder.Read()!.Find("companies", "all")!));

        _time.Advance(Keep - TimeSpan.FromMinutes(1));
        await PublishAsync(database);
        Assert.True(File.Exists(replaced));

        _time.Advance(TimeSpan.FromMinutes(2));
        await PublishAsync(database);
        Assert.False(File.Exists(replaced));
        Assert.All(_folder.Read()!.Files, file => Assert.True(File.Exists(_folder.GetPath(file))));
    }

    /// <summary>The rows of a file that disappeared, for example with its disk, are written again.</summary>
    [Fact]
    public async Task A_lost_file_is_built_again()
    {
        await using var database = await ExportFixture.CreateDatabaseAsync(servers);
        await PublishAsync(database);
        var lost = _folder.Read()!.Find("values", "2020")!;
        File.Delete(_folder.GetPath(lost));

        await PublishAsync(database);

        Assert.Equal(lost.Sha256, _folder.Read()!.Find("values", "2020")!.Sha256);
        Assert.True(File.Exists(_folder.GetPath(lost)));
    }

    /// <summary>What a process leaves that is killed while it writes, while it renames, and while it replaces the manifest.</summary>
    [Fact]
    public async Task What_a_killed_build_left_is_never_read_and_removed_by_the_next_one()
    {
        await using var database = await ExportFixture.CreateDatabaseAsync(servers);
        await PublishAsync(database);
        var before = Snapshot();
        string[] left =
        [
            Path.Combine(_folder.Path, DatasetPublisher.Workplace, "values", "2020.parquet"),
            Path.Combine(_folder.Path, "values", "2020-0123456789abcdef.parquet"),
        ];
        foreach (var file in left)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, "PAR1 and no more", Token);
        }

        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "manifest.json.tmp"), "{", Token);
        Assert.Equal(before, Snapshot());
        await ExportFixture.AddFilingAsync(database, Apple, new DateOnly(2020, 1, 2));
        await PublishAsync(database);

        Assert.All(left, file => Assert.False(File.Exists(file), file));
        Assert.NotEqual(before, Snapshot());
        CheckFiles();
    }

    /// <summary>The second file is the first that the disk has no space for.</summary>
    [Theory]
    [InlineData("companies")]
    [InlineData("values")]
    [InlineData("facts")]
    public async Task A_full_disk_leaves_the_previous_datasets(string dataset)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/full is a device of Linux");
        await using var database = await ExportFixture.CreateDatabaseAsync(servers);
        await PublishAsync(database);
        var before = Snapshot();
        await ExportFixture.AddFilingAsync(database, Apple, new DateOnly(2020, 1, 2));

        var error = await Assert.ThrowsAnyAsync<Exception>(() => PublishAsync(
            database,
            path => path.Contains($"/{dataset}/", StringComparison.Ordinal)
                ? ExportFixture.OpenFullDisk() : new FileStream(path, FileMode.CreateNew)));

        Assert.True(error is IOException or ParquetException, $"{error}");
        Assert.Contains("No space left on device", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Snapshot());
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, DatasetPublisher.Workplace)));
        CheckFiles();
        Assert.NotNull(await PublishAsync(database));
    }

    [Fact]
    public async Task A_stopped_build_leaves_the_previous_datasets()
    {
        await using var database = await ExportFixture.CreateDatabaseAsync(servers);
        await PublishAsync(database);
        var before = Snapshot();
        await ExportFixture.AddFilingAsync(database, Apple, new DateOnly(2020, 1, 2));
        using var stopping = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PublishAsync(
            database,
            path =>
            {
                stopping.Cancel();
                return new FileStream(path, FileMode.CreateNew);
            },
            stopping.Token));

        Assert.Equal(before, Snapshot());
        CheckFiles();
    }

    private Task<PublishedDatasets?> PublishAsync(
        EdgarDatabase database, Func<string, Stream>? createFile = null, CancellationToken? cancellation = null)
    {
        var reader = ExportFixture.CreateReader(database);
        var export = createFile is null ? new DatasetExport(reader) : new DatasetExport(reader) { CreateFile = createFile };
        return new DatasetPublisher(_folder, export, reader, _time).PublishAsync(Keep, cancellation ?? Token);
    }

    /// <summary>What readers see.</summary>
    private List<(string, string)> Snapshot() => [.. _folder.Read()!.Files.Select(file => (file.Path, file.Sha256))];

    /// <summary>Every file is complete: its bytes are those of the manifest, and an engine reads all of its rows.</summary>
    private void CheckFiles()
    {
        using var duck = new DuckDb();
        Assert.NotEmptyAndAll(_folder.Read()!.Files, file =>
        {
            var path = _folder.GetPath(file);
            Assert.Equal(file.Bytes, new FileInfo(path).Length);
            Assert.Equal($"{file.Rows}", duck.Single($"select count(*) from read_parquet('{path}')")[0]);
        });
    }
}
