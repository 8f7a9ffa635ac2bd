using System.Runtime.Versioning;
using EdgarApi.Accounts.Usage.Spool;

namespace EdgarApi.Tests.Accounts.Usage;

public sealed class UsageSpoolTests : IDisposable
{
    private readonly string _root = TestFolder.New("spool");

    public void Dispose()
    {
        if (Directory.Exists(_root)) Directory.Delete(_root, recursive: true);
        if (File.Exists(_root)) File.Delete(_root);
    }

    [Fact]
    public void Batches_are_read_back_unchanged_and_in_order()
    {
        using var spool = new UsageSpool(_root, long.MaxValue);
        var batches = Enumerable.Range(1, 5).Select(rows => SomeUsage.Batch(rows)).ToArray();
        Assert.NotEmptyAndAll(batches, batch => Assert.True(spool.TryAppend(batch)));

        var read = SpoolFrame.Read(spool.GetOldestFile()!).ToArray();

        Assert.Equal(
            batches.Select(batch => (batch.Id, batch.CreatedAt, batch.FirstRequestAt, batch.Rows)),
            read.Select(batch => (batch.Id, batch.CreatedAt, batch.FirstRequestAt, batch.Rows)));
        Assert.NotEmptyAndAll(batches.Zip(read), pair => Assert.Equal(pair.First.Data.ToArray(), pair.Second.Data.ToArray()));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")] // it has no file modes
    public void Only_the_owner_may_enter_the_folders()
    {
        using var spool = new UsageSpool(_root, long.MaxValue);
        spool.TryAppend(SomeUsage.Batch(1));

        string[] folders = [_root, .. Directory.GetDirectories(_root)];
        Assert.Equal(2, folders.Length);
        Assert.All(folders, folder => Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder)));
    }

    [Fact]
    public void Removing_a_file_frees_its_space()
    {
        using var spool = new UsageSpool(_root, long.MaxValue);
        Assert.Null(spool.GetOldestFile());
        spool.TryAppend(SomeUsage.Batch(10));
        Assert.InRange(spool.Bytes, 1_000, 5_000);

        spool.Remove(spool.GetOldestFile()!);

        Assert.Equal((0, null), (spool.Bytes, spool.GetOldestFile()));
    }

    [Fact]
    public void A_spool_whose_folder_is_gone_closes_without_an_error()
    {
        var spool = new UsageSpool(_root, long.MaxValue);
        spool.TryAppend(SomeUsage.Batch(10));
        Directory.Delete(_root, recursive: true);

        Assert.Null(Record.Exception(spool.Dispose));
    }

    [Fact]
    public void A_full_spool_keeps_the_oldest_and_rejects_the_newest()
    {
        var batches = Enumerable.Range(0, 10).Select(_ => SomeUsage.Batch(10)).ToArray();
        var frame = SpoolFrame.GetLength(batches[0]);
        using var spool = new UsageSpool(_root, 3 * frame);

        Assert.Equal([true, true, true, false, false, false, false, false, false, false], batches.Select(spool.TryAppend));

        Assert.Equal(batches.Take(3).Select(batch => batch.Id), SpoolFrame.Read(spool.GetOldestFile()!).Select(batch => batch.Id));
        Assert.Contains("bytes", spool.Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(60)]
    public void A_frame_truncated_by_a_crash_is_skipped_and_earlier_ones_are_read(int missing)
    {
        using var spool = new UsageSpool(_root, long.MaxValue);
        var batches = Enumerable.Range(1, 3).Select(rows => SomeUsage.Batch(rows)).ToArray();
        foreach (var batch in batches) spool.TryAppend(batch);
        var path = spool.GetOldestFile()!;
        using (var file = File.OpenWrite(path)) file.SetLength(file.Length - missing);

        Assert.Equal(batches.Take(2).Select(batch => batch.Id), SpoolFrame.Read(path).Select(batch => batch.Id));
    }

    [Fact]
    public void A_corrupt_frame_is_skipped()
    {
        using var spool = new UsageSpool(_root, long.MaxValue);
        foreach (var rows in (int[])[1, 2]) spool.TryAppend(SomeUsage.Batch(rows));
        var path = spool.GetOldestFile()!;
        var bytes = File.ReadAllBytes(path);
        bytes[^5] ^= 0x10;
        File.WriteAllBytes(path, bytes);

        Assert.Equal([1], SpoolFrame.Read(path).Select(batch => batch.Rows));
    }

    [Fact]
    public void Processes_share_a_folder_without_touching_files_of_running_ones()
    {
        using var one = new UsageSpool(_root, long.MaxValue);
        using var other = new UsageSpool(_root, long.MaxValue);
        one.TryAppend(SomeUsage.Batch(1));

        Assert.False(other.Adopt());
        Assert.Null(other.GetOldestFile());
    }

    [Fact]
    public void Files_of_an_exited_process_are_taken_over()
    {
        var batch = SomeUsage.Batch(4);
        using (var gone = new UsageSpool(_root, long.MaxValue)) gone.TryAppend(batch);
        using var spool = new UsageSpool(_root, long.MaxValue);

        Assert.True(spool.Adopt());

        Assert.Equal([batch.Id], SpoolFrame.Read(spool.GetOldestFile()!).Select(found => found.Id));
        Assert.Single(Directory.GetDirectories(_root));
        Assert.False(spool.Adopt());
    }

    [Fact]
    public void Without_a_writable_disk_batches_are_rejected_with_the_reason()
    {
        File.WriteAllText(_root, "a file where the folder should be");
        using var spool = new UsageSpool(_root, long.MaxValue);

        Assert.False(spool.TryAppend(SomeUsage.Batch(1)));
        Assert.NotNull(spool.Failure);
        File.Delete(_root);
        Assert.True(spool.TryAppend(SomeUsage.Batch(1)));
        Assert.Null(spool.Failure);
    }

    [Fact]
    public void An_emptied_spool_leaves_no_files()
    {
        using (var spool = new UsageSpool(_root, long.MaxValue))
        {
            spool.TryAppend(SomeUsage.Batch(1));
            spool.Remove(spool.GetOldestFile()!);
        }

        Assert.Empty(Directory.GetDirectories(_root));
    }
}
