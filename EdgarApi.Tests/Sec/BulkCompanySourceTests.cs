using System.IO.Compression;
using System.Text;
using EdgarApi.Financials.Companies;
using EdgarApi.Sec.Bulk;
using EdgarApi.Sec.Files;
using EdgarApi.Sec.Sources;

namespace EdgarApi.Tests.Sec;

public sealed class BulkCompanySourceTests : IDisposable
{
    private readonly DirectoryInfo _folder = TestFolder.Create("bulk");

    public void Dispose() => _folder.Delete(recursive: true);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Zip(string name, params (string Name, string Text)[] entries)
    {
        var path = Path.Combine(_folder.FullName, name);
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (entry, text) in entries)
        {
            using var stream = zip.CreateEntry(entry).Open();
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return path;
    }

    private static async Task<List<CompanyDocument>> ReadAllAsync(BulkCompanySource source) =>
        await source.ReadAsync(Cancellation).ToListAsync(Cancellation);

    [Fact]
    public async Task All_companies_of_the_folder_have_facts_and_those_with_submissions_have_filings()
    {
        var progress = new List<BulkProgress>();
        var source = new BulkCompanySource(BulkLayout.Find(EdgarData.Folder)) { Progress = new Recorded<BulkProgress>(progress.Add) };

        var documents = await ReadAllAsync(source);

        Assert.Equal(26, documents.Count);
        Assert.NotEmptyAndAll(documents, document => Assert.Null(document.Fault));
        var apple = documents.Single(document => document.Cik == new Cik(320193));
        Assert.Equal(EdgarData.CompanyFacts(320193), apple.Facts!.Value.ToArray());
        Assert.Equal("companyfacts.zip/CIK0000320193.json", apple.Origin);
        Assert.Equal(("Apple Inc.", 1000), (apple.Profile!.Name, apple.Filings!.Count));
        var royalBank = documents.Single(document => document.Cik == new Cik(1000275));
        Assert.Null(royalBank.Filings);
        Assert.Equal(["RY", "RYLBF"], royalBank.Profile!.Tickers.Take(2));
        Assert.Equal(26, progress.Count);
        Assert.Equal(progress[^1].TotalBytes, progress[^1].Bytes);
    }

    [Fact]
    public async Task Further_pages_in_the_zip_are_part_of_the_filings()
    {
        var layout = new BulkLayout(Zip("facts.zip", ("CIK0001318605.json", "{}")), EdgarData.GetPath("submissions.zip"), []);

        var tesla = Assert.Single(await ReadAllAsync(new BulkCompanySource(layout)));

        Assert.True(tesla.Filings!.Count > 1700);
    }

    [Fact]
    public async Task An_unpacked_folder_yields_the_same_documents_as_the_zip()
    {
        var unpacked = Path.Combine(_folder.FullName, "companyfacts");
        ZipFile.ExtractToDirectory(EdgarData.GetPath("companyfacts.zip"), unpacked);

        var fromFolder = await ReadAllAsync(new BulkCompanySource(BulkLayout.Find(_folder.FullName)));
        var fromZip = await ReadAllAsync(new BulkCompanySource(BulkLayout.Find(EdgarData.GetPath("companyfacts.zip"))));

        Assert.Equal(fromZip.Select(document => document.Cik), fromFolder.Select(document => document.Cik));
        Assert.NotEmptyAndAll(
            fromZip.Zip(fromFolder), pair => Assert.True(pair.First.Facts!.Value.Span.SequenceEqual(pair.Second.Facts!.Value.Span)));
    }

    [Fact]
    public async Task A_malformed_submissions_file_or_wrong_name_fails_only_that_file_with_its_offset()
    {
        var facts = Zip(
            "companyfacts.zip", ("CIK0000000001.json", "{}"), ("CIK0000000002.json", "{}"), ("CIK3.json", "{}"), ("readme.txt", "x"));
        var submissions = Zip("submissions.zip", ("CIK0000000001.json", """{"cik":1,"na"""));

        var documents = await ReadAllAsync(new BulkCompanySource(BulkLayout.Find(facts, submissions)));

        Assert.Equal(3, documents.Count);
        Assert.Equal(("submissions.zip/CIK0000000001.json", 12L), (documents[0].Fault!.File, documents[0].Fault!.Offset!.Value));
        Assert.Null(documents[1].Fault);
        Assert.Equal((null, "is not named CIK##########.json"), (documents[2].Cik, documents[2].Fault!.Reason));
    }

    [Fact]
    public async Task A_corrupt_entry_fails_only_that_entry()
    {
        var path = Zip("companyfacts.zip", ("CIK0000000001.json", new string('a', 5000)), ("CIK0000000002.json", "{}"));
        var bytes = await File.ReadAllBytesAsync(path, Cancellation);
        bytes[30 + "CIK0000000001.json".Length + 2] ^= 0xFF;
        await File.WriteAllBytesAsync(path, bytes, Cancellation);

        var documents = await ReadAllAsync(new BulkCompanySource(BulkLayout.Find(path)));

        Assert.Equal("companyfacts.zip/CIK0000000001.json", documents[0].Fault!.File);
        Assert.Null(documents[1].Fault);
    }

    [Fact]
    public void A_truncated_zip_is_rejected_as_a_whole()
    {
        var path = Path.Combine(_folder.FullName, "companyfacts.zip");
        File.WriteAllBytes(path, File.ReadAllBytes(EdgarData.GetPath("companyfacts.zip"))[..100_000]);

        var error = Assert.Throws<SecDataException>(() => SecFileSet.Open(path));

        Assert.Contains("is not a complete zip, download it again", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_without_facts_is_rejected_with_the_expected_files()
    {
        Assert.Contains(
            "neither companyfacts.zip nor",
            Assert.Throws<SecDataException>(() => BulkLayout.Find(_folder.FullName)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "no such file or folder",
            Assert.Throws<SecDataException>(() => BulkLayout.Find("nowhere.zip")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_import_resumes_with_the_remaining_companies()
    {
        var source = new BulkCompanySource(BulkLayout.Find(EdgarData.Folder));
        var file = Path.Combine(_folder.FullName, "checkpoint");
        using (var checkpoint = ImportCheckpoint.Open(file, source.Fingerprint))
        {
            source.Checkpoint = checkpoint;
            await foreach (var document in source.ReadAsync(Cancellation).Take(10)) checkpoint.MarkDone(document.Origin);
        }

        using var resumed = ImportCheckpoint.Open(file, source.Fingerprint);
        source.Checkpoint = resumed;
        var rest = await ReadAllAsync(source);

        Assert.Equal((10, 16), (resumed.Count, rest.Count));
    }

    [Fact]
    public void A_checkpoint_of_other_content_or_a_truncated_one_is_ignored()
    {
        var file = Path.Combine(_folder.FullName, "checkpoint");
        File.WriteAllText(file, "content-1\nzip/CIK0000000001.json\nzip/CIK00000");

        using (var same = ImportCheckpoint.Open(file, "content-1"))
        {
            Assert.True(same.IsDone("zip/CIK0000000001.json"));
            Assert.Equal(1, same.Count);
        }

        using (var other = ImportCheckpoint.Open(file, "content-2")) Assert.Equal(0, other.Count);
        using var complete = ImportCheckpoint.Open(file, "content-2");
        complete.Complete();
        Assert.False(File.Exists(file));
    }

    private sealed class Recorded<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
