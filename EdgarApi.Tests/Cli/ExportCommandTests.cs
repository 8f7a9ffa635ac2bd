#pragma warning disable xUnit1069 // False positive: the tests use their cancellation token through the property Token.
using System.Diagnostics;
using EdgarApi.Datasets;
using EdgarApi.Datasets.Files;
using EdgarApi.Storage.Datasets;
using EdgarApi.Tests.Datasets;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using ParquetSharp;

namespace EdgarApi.Tests.Cli;

public sealed class ExportCommandTests(SharedServers servers)
{
    private readonly string _out = Path.Combine(TestFolder.Create("export").FullName, "datasets");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_export_has_the_same_rows_as_Parquet_and_as_CSV()
    {
        await using var database = await ExportFixture.CreateDatabaseAsync(servers);
        var csv = _out + "-csv";

        var parquetRun = await RunAsync(database, "--out", _out);
        var csvRun = await RunAsync(database, "--out", csv, "--format", "csv");

        Assert.Equal((0, 0, ""), (parquetRun.ExitCode, csvRun.ExitCode, parquetRun.Error + csvRun.Error));
        using var duck = new DuckDb();
        foreach (var (dataset, cells) in ((string, string)[])
        [
            ("values", "count(*), sum(value), count(reason), count(operands), max(derivation), min(periodEnd)::varchar"),
            ("facts", "count(*), sum(value), max(concept), count(frame), min(periodStart)::varchar"),
            ("companies", "count(*), max(name), sum(version)"),
        ])
        {
            Assert.Equal(
                duck.Single($"select {cells} from {DuckDb.Files(_out, dataset)}"),
                duck.Single(
                    $"""
                    select {cells} from read_csv('{csv}/{dataset}/*.csv', all_varchar = false,
                        types = {(dataset == "companies" ? "{'cik': 'BIGINT'}" : "{'value': 'DECIMAL(29,10)'}")})
                    """));
        }

        Assert.Matches(@"values +[\d,]+ rows +\d+ files", parquetRun.Out);
        Assert.Equal(
            await database.ScalarAsync<long>("select max(revision) from companies"), new DatasetFolder(_out).Read()!.DataVersion);
    }

    /// <summary>How a client keeps a copy current: it replaces all rows of the companies that changed.</summary>
    [Fact]
    public async Task A_copy_with_the_changes_since_its_version_equals_a_new_export()
    {
        await using var database = await ExportFixture.CreateDatabaseAsync(servers);
        await RunAsync(database, "--out", _out);
        var version = new DatasetFolder(_out).Read()!.DataVersion;
        await ExportFixture.AddFilingAsync(database, 909832, new DateOnly(2020, 1, 2));
        await database.ExecuteAsync("delete from metric_series where cik = 909832 and metric = 'Revenue'");
        var (changes, whole) = (_out + "-changes", _out + "-whole");

        var run = await RunAsync(database, "--out", changes, "--since", $"{version}");
        await RunAsync(database, "--out", whole);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"changes after version {version}, up to data version ", run.Out, StringComparison.Ordinal);
        using var duck = new DuckDb();
        Assert.Equal(["909832"], duck.Single($"select cik from {DuckDb.Files(changes, "companies")}"));
        foreach (var dataset in (string[])["values", "facts", "filings", "companies"])
        {
            var updated = $"""
                (select * from {DuckDb.Files(_out, dataset)}
                    where cik not in (select cik from {DuckDb.Files(changes, "companies")})
                union all select * from {DuckDb.Files(changes, dataset)})
                """;
            var expected = $"(select * from {DuckDb.Files(whole, dataset)})";
            Assert.Equal(
                ["0", "0"], duck.Single(
                    $"""
                    select (select count(*) from ({updated} except all {expected})),
                        (select count(*) from ({expected} except all {updated}))
                    """));
        }
    }

    [Fact]
    public async Task Nothing_changed_means_no_rows()
    {
        await using var database = await ExportFixture.CreateDatabaseAsync(servers);
        var version = await database.ScalarAsync<long>("select max(revision) from companies");

        var run = await RunAsync(database, "--out", _out, "--since", $"{version}");

        Assert.Equal(0, run.ExitCode);
        var file = Assert.Single(new DatasetFolder(_out).Read()!.Files);
        Assert.Equal(("companies", 0), (file.Name, file.Rows));
    }

    [Fact]
    public async Task A_folder_with_files_is_not_touched()
    {
        await using var database = await ExportFixture.CreateDatabaseAsync(servers);
        Directory.CreateDirectory(_out);
        var file = Path.Combine(_out, "mine.txt");
        await File.WriteAllTextAsync(file, "mine", Token);

        var run = await RunAsync(database, "--out", _out);

        Assert.Equal((1, $"edgar: {_out} is not empty; choose a new folder."), (run.ExitCode, run.Error.Trim()));
        Assert.Equal([file], Directory.GetFileSystemEntries(_out));
    }

    [Fact]
    public async Task Errors_are_clear_messages()
    {
        var cluster = await servers.PostgresAsync();
        var empty = cluster.Primary.ConnectionString(await cluster.CreateDatabaseAsync());

        var noTables = await EdgarRun.RunAsync("export", "--out", _out, "--connection", empty);
        var noFormat = await EdgarRun.RunAsync("export", "--out", _out, "--format", "xlsx", "--connection", empty);
        var negative = await EdgarRun.RunAsync("export", "--out", _out, "--since", "-1", "--connection", empty);

        Assert.All((EdgarRun[])[noTables, noFormat, negative], run => Assert.Equal(1, run.ExitCode));
        Assert.Contains("no tables of companies yet", noTables.Error, StringComparison.Ordinal);
        Assert.Contains("xlsx", noFormat.Error, StringComparison.Ordinal);
        Assert.Contains("--since must be a whole number of at least 0, not", negative.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(_out)!));
    }

    [Theory]
    [InlineData(ExportFormat.Parquet)]
    [InlineData(ExportFormat.Csv)]
    public async Task A_full_disk_leaves_nothing(ExportFormat format)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/full is a device of Linux");
        await using var database = await ExportFixture.CreateDatabaseAsync(servers);
        var export = new DatasetExport(ExportFixture.CreateReader(database)) { CreateFile = _ => ExportFixture.OpenFullDisk() };

        var error = await Assert.ThrowsAnyAsync<Exception>(
            () => new FolderExport(export, TimeProvider.System).RunAsync(_out, format, since: null, Token));

        Assert.True(error is IOException or ParquetException, $"{error}");
        Assert.Contains("No space left on device", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(_out)!));
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_killed_export_leaves_no_folder_and_the_next_one_works()
    {
        await using var database = await ExportFixture.CreateDatabaseAsync(servers);
        // The second company waits for this lock, so the export is in the middle when it is killed.
        await using var source = Npgsql.NpgsqlDataSource.Create(database.Cluster.Primary.SuperuserConnectionString(database.Name));
        await using var holder = await source.OpenConnectionAsync(Token);
        await using (var transaction = await holder.BeginTransactionAsync(Token))
        {
            await using var lockTable = new Npgsql.NpgsqlCommand("lock table filings in access exclusive mode", holder, transaction);
            await lockTable.ExecuteNonQueryAsync(Token);
            using var process = Process.Start(new ProcessStartInfo("dotnet")
            {
                ArgumentList =
                {
                    "exec", Path.Combine(AppContext.BaseDirectory, "edgar.dll"), "export", "--out", _out,
                    "--connection", database.Cluster.Primary.ConnectionString(database.Name),
                },
                RedirectStandardError = true, RedirectStandardOutput = true,
            })!;
            await Waiting.UntilAsync(() => Directory.Exists(_out + ".partial"));
            process.Kill();
            await process.WaitForExitAsync(Token);
        }

        Assert.False(Directory.Exists(_out));
        Assert.True(Directory.Exists(_out + ".partial"));
        Assert.Equal(0, (await RunAsync(database, "--out", _out)).ExitCode);
        Assert.False(Directory.Exists(_out + ".partial"));
        Assert.Equal(4, new DatasetFolder(_out).Read()!.Files.Select(file => file.Name).Distinct().Count());
    }

    private static Task<EdgarRun> RunAsync(EdgarDatabase database, params string[] arguments) => EdgarRun.RunAsync(
        ["export", .. arguments, "--connection", database.Cluster.Primary.ConnectionString(database.Name)]);
}
