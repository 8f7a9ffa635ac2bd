using System.IO.Compression;
using EdgarApi.Cli.Import;
using EdgarApi.Financials.Companies;
using EdgarApi.Sec.Bulk;
using EdgarApi.Sec.Snapshots;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Cli;

public sealed class ImportCommandTests(SharedServers servers) : IDisposable
{
    private readonly DirectoryInfo _folder = TestFolder.Create("import");

    public void Dispose() => _folder.Delete(recursive: true);

    private string GetPath(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Creates a zip with two valid companies, a truncated one, one of another filer, and one with an invalid name.</summary>
    private string PartlyBrokenZip()
    {
        var path = GetPath("companyfacts.zip");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        void Add(string name, ReadOnlySpan<byte> bytes)
        {
            using var stream = zip.CreateEntry(name).Open();
            stream.Write(bytes);
        }

        Add("CIK0001997711.json", EdgarData.CompanyFacts(1997711));
        Add("CIK0001046179.json", EdgarData.CompanyFacts(1046179).AsSpan(0, 5000));
        Add("CIK0000000042.json", EdgarData.CompanyFacts(1997711));
        Add("CIK42.json", "{}"u8);
        Add("CIK0000865941.json", EdgarData.CompanyFacts(865941));
        return path;
    }

    [Fact]
    public async Task A_zip_becomes_a_folder_of_snapshots_that_show_reads()
    {
        var import = await EdgarRun.RunAsync(
            "import", "--from", EdgarData.GetPath("companyfacts-trimmed.zip"), "--submissions", EdgarData.GetPath("submissions.zip"),
            "--to", GetPath("snapshots"));

        Assert.Equal((0, $"77 written, 0 unchanged, 0 failed, in {GetPath("snapshots")}"), (import.ExitCode, import.Out.TrimEnd()));
        Assert.Equal(77, new SnapshotFolder(GetPath("snapshots")).Companies.Count);
        var show = await EdgarRun.RunAsync("show", "ko", "income", "--from", GetPath("snapshots"), "--periods", "1");
        Assert.StartsWith("COCA COLA CO (KO)", show.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_documents_do_not_stop_the_import_and_are_listed_with_file_offset_and_reason()
    {
        var run = await EdgarRun.RunAsync("import", "--from", PartlyBrokenZip(), "--to", GetPath("snapshots"));

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("2 written, 0 unchanged, 3 failed", run.Out, StringComparison.Ordinal);
        Assert.Matches(@"failed: companyfacts\.zip/CIK0001046179\.json \(at byte \d+\): ", run.Error);
        Assert.Contains("failed: companyfacts.zip/CIK42.json: is not named CIK##########.json", run.Error, StringComparison.Ordinal);
        var mismatch = "failed: companyfacts.zip/CIK0000000042.json: contains the facts of CIK 0001997711";
        Assert.Contains(mismatch, run.Error, StringComparison.Ordinal);
        Assert.Equal([new Cik(865941), new Cik(1997711)], new SnapshotFolder(GetPath("snapshots")).Companies);
    }

    [Fact]
    public async Task An_import_into_postgres_writes_everything_once_and_lists_what_failed()
    {
        var cluster = await servers.PostgresAsync();
        var connection = cluster.Primary.ConnectionString(await cluster.CreateDatabaseAsync());
        var zip = PartlyBrokenZip();

        var first = await EdgarRun.RunAsync("import", "--from", zip, "--to", "postgres", "--connection", connection);
        var second = await EdgarRun.RunAsync("import", "--from", zip, "--to", "postgres", "--connection", connection);

        Assert.Equal(1, first.ExitCode);
        Assert.StartsWith("2 written, 0 unchanged, 3 failed, in database ", first.Out, StringComparison.Ordinal);
        Assert.Matches(@"failed: companyfacts\.zip/CIK0001046179\.json \(at byte \d+\): ", first.Error);
        Assert.StartsWith("0 written, 2 unchanged, 3 failed", second.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_import_resumes_where_it_stopped()
    {
        var source = new BulkCompanySource(BulkLayout.Find(EdgarData.GetPath("companyfacts-trimmed.zip")));
        var import = new SnapshotImport(GetPath("snapshots"));
        using (var stopping = new CancellationTokenSource())
        using (source.Checkpoint = ImportCheckpoint.Open(GetPath("checkpoint"), source.Fingerprint))
        {
            void StopAfterFive(string origin)
            {
                source.Checkpoint.MarkDone(origin);
                if (source.Checkpoint.Count == 5) stopping.Cancel();
            }

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => import.RunAsync(source, StopAfterFive, stopping.Token));
        }

        using var resumed = source.Checkpoint = ImportCheckpoint.Open(GetPath("checkpoint"), source.Fingerprint);
        var before = resumed.Count;
        var rest = await import.RunAsync(source, resumed.MarkDone, TestContext.Current.CancellationToken);

        Assert.InRange(before, 5, 76);
        Assert.Equal((77 - before, 0), (rest.Written, rest.Failures.Count));
        Assert.Equal(77, new SnapshotFolder(GetPath("snapshots")).Companies.Count);
    }

    [Theory]
    [InlineData("no such file or folder", "--from", "nowhere.zip", "--to", "x")]
    [InlineData("Option '--from' is required", "--to", "x")]
    [InlineData("--connection is not a valid connection string", "--from", "{facts}", "--to", "postgres", "--connection", "what=ever")]
    public async Task Errors_are_clear_messages(string message, params string[] arguments)
    {
        var facts = EdgarData.GetPath("companyfacts.zip");
        var run = await EdgarRun.RunAsync(["import", .. arguments.Select(argument => argument == "{facts}" ? facts : argument)]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bundled_sample_is_what_the_sample_command_writes()
    {
        var run = await EdgarRun.RunAsync("sample", "--from", EdgarData.Folder, "--to", GetPath("samples"));

        Assert.Equal(0, run.ExitCode);
        var bundled = Directory.EnumerateFiles(SnapshotFolder.Sample.Path).Select(Path.GetFileName).Order().ToArray();
        Assert.Equal(bundled, Directory.EnumerateFiles(GetPath("samples")).Select(Path.GetFileName).Order());
        Assert.NotEmptyAndAll(bundled, name =>
            Assert.Equal(
                File.ReadAllBytes(Path.Combine(SnapshotFolder.Sample.Path, name!)),
                File.ReadAllBytes(Path.Combine(GetPath("samples"), name!))));
    }
}
