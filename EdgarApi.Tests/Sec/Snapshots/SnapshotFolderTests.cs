using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Facts;
using EdgarApi.Sec.Bulk;
using EdgarApi.Sec.Files;
using EdgarApi.Sec.Snapshots;
using EdgarApi.Sec.Sources;

namespace EdgarApi.Tests.Sec.Snapshots;

public sealed class SnapshotFolderTests : IDisposable
{
    private static readonly Cik Apple = new(320193);

    private readonly DirectoryInfo _folder = TestFolder.Create("snapshots");

    public void Dispose() => _folder.Delete(recursive: true);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<SnapshotFolder> WrittenAsync()
    {
        var folder = new SnapshotFolder(_folder.FullName);
        var submissions = Submissions.Parse(EdgarData.Read("submissions.zip", "CIK0000320193.json"), "CIK0000320193.json");
        await folder.WriteAsync(CompanyFacts.Parse(EdgarData.CompanyFacts(320193)), submissions.Profile, submissions.Filings, Cancellation);
        return folder;
    }

    private string GetFile(string extension) => Path.Combine(_folder.FullName, "CIK0000320193" + extension);

    [Fact]
    public async Task A_company_is_read_back_as_written()
    {
        var submissions = Submissions.Parse(EdgarData.Read("submissions.zip", "CIK0000320193.json"), "CIK0000320193.json");

        var document = Assert.Single(await (await WrittenAsync()).ReadAsync(Cancellation).ToListAsync(Cancellation));

        Assert.Equal(FactsEncoding.Snapshot, document.Encoding);
        Assert.Equal(24_852, CompanyFacts.FromSnapshot(document.Facts!.Value.Span).Count);
        Assert.Equal(submissions.Filings, document.Filings);
        Assert.Equivalent(submissions.Profile, document.Profile, strict: true);
    }

    [Fact]
    public async Task Writing_a_company_again_yields_the_same_bytes()
    {
        await WrittenAsync();
        var first = _folder.EnumerateFiles().ToDictionary(file => file.Name, file => File.ReadAllBytes(file.FullName));

        await WrittenAsync();

        Assert.Equal(2, first.Count);
        Assert.NotEmptyAndAll(_folder.EnumerateFiles(), file => Assert.Equal(first[file.Name], File.ReadAllBytes(file.FullName)));
    }

    [Theory]
    [InlineData(0, "is not a sealed JSON file")]
    [InlineData(4, "has version")]
    [InlineData(9, "is damaged")]
    [InlineData(200, "is damaged")]
    public async Task A_corrupt_company_file_is_an_error_of_that_company(int position, string reason)
    {
        var folder = await WrittenAsync();
        var bytes = await File.ReadAllBytesAsync(GetFile(".company"), Cancellation);
        bytes[position] ^= 0x55;
        await File.WriteAllBytesAsync(GetFile(".company"), bytes, Cancellation);

        var document = await folder.ReadOneAsync(Apple, Cancellation);

        Assert.Equal("snapshots/CIK0000320193.company", document.Fault!.File);
        Assert.Contains(reason, document.Fault.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(1000)]
    public async Task A_truncated_company_file_is_an_error_of_that_company(int length)
    {
        var folder = await WrittenAsync();
        await File.WriteAllBytesAsync(
            GetFile(".company"), (await File.ReadAllBytesAsync(GetFile(".company"), Cancellation))[..length], Cancellation);

        Assert.NotNull((await folder.ReadOneAsync(Apple, Cancellation)).Fault);
    }

    [Fact]
    public async Task The_listings_are_read_back_as_written()
    {
        var (folder, listings) = (
            new SnapshotFolder(_folder.FullName),
            await new BulkCompanySource(BulkLayout.Find(EdgarData.Folder)).ReadListingsAsync(Cancellation));

        await folder.WriteListingsAsync(listings, Cancellation);

        Assert.Equal(
            listings.Select(company => (company.Cik, company.Name, string.Join(' ', company.Tickers), string.Join('|', company.Exchanges))),
            (await folder.ReadListingsAsync(Cancellation)).Select(company =>
                (company.Cik, company.Name, string.Join(' ', company.Tickers), string.Join('|', company.Exchanges))));
    }

    [Fact]
    public async Task The_bundled_sample_has_twelve_complete_companies_and_all_listings()
    {
        var documents = await SnapshotFolder.Sample.ReadAsync(Cancellation).ToListAsync(Cancellation);
        var listings = await SnapshotFolder.Sample.ReadListingsAsync(Cancellation);

        Assert.Equal(
            ["AAPL", "AMD", "COST", "GOOGL", "HD", "MCD", "NKE", "NVDA", "PG", "RY", "TSM", "WMT"],
            documents.Select(document => document.Profile!.Tickers[0]).Order());
        Assert.NotEmptyAndAll(documents, document =>
            Assert.Equal(
                CompanyFacts.Parse(EdgarData.CompanyFacts((int)document.Cik!.Value.Value)).Count,
                CompanyFacts.FromSnapshot(document.Facts!.Value.Span).Count));
        Assert.Equal(10_573, listings.Sum(company => company.Tickers.Count));
        Assert.True(Directory.EnumerateFiles(SnapshotFolder.Sample.Path).Sum(file => new FileInfo(file).Length) < 3_000_000);
    }
}
