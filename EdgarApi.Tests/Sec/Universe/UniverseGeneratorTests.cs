using System.Text.Json;
using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Ratios;
using EdgarApi.Financials.Statements;
using EdgarApi.Sec.Bulk;
using EdgarApi.Sec.Sources;
using EdgarApi.Sec.Universe;

namespace EdgarApi.Tests.Sec.Universe;

public sealed class UniverseGeneratorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Generated_companies_can_be_ingested_and_differ_from_each_other()
    {
        var (folder, originals) = (TestFolder.New("universe"), await CountOriginalsAsync());
        await new UniverseGenerator(BulkLayout.Find(EdgarData.Folder)).WriteAsync(folder, originals + 3, null, Token);
        var source = new BulkCompanySource(BulkLayout.Find(folder));
        var listings = await source.ReadListingsAsync(Token);
        Assert.Equal(originals + 3, listings.Count);
        Assert.Equal(originals + 3, listings.SelectMany(company => company.Tickers).Distinct().Count());

        var documents = new List<CompanyDocument>();
        await foreach (var document in source.ReadAsync(Token))
        {
            Assert.Null(document.Fault);
            // The first three companies and their copies.
            if (document.Cik!.Value.Value % 9_000_000_000 is var number && (number < 3 || number >= originals)) documents.Add(document);
        }

        // A file has the copies of a company one after the other.
        documents.Sort((one, other) => one.Cik!.Value.CompareTo(other.Cik!.Value));
        for (var i = 0; i < 3; i++)
        {
            var (one, copy) = (Parse(documents[i]), Parse(documents[i + 3]));
            Assert.Equal(one.Count, copy.Count);
            Assert.NotEqual(one.ToSnapshot(), copy.ToSnapshot());
            // Ratios do not depend on the factor.
            Assert.Equal(GetRatios(one), GetRatios(copy));
        }
    }

    [Fact]
    public async Task A_later_revision_has_the_same_companies_and_filings_with_larger_amounts()
    {
        var parsed = new List<CompanyFacts>();
        foreach (var revision in (int[])[0, 1])
        {
            var folder = TestFolder.New("universe");
            await new UniverseGenerator(BulkLayout.Find(EdgarData.Folder)) { Revision = revision }.WriteAsync(folder, 1, null, Token);
            await foreach (var document in new BulkCompanySource(BulkLayout.Find(folder)).ReadAsync(Token)) parsed.Add(Parse(document));
        }

        var (one, later) = (parsed[0].Query(new FactQuery(), 0, 100).Facts, parsed[1].Query(new FactQuery(), 0, 100).Facts);
        Assert.Equal(one.Select(fact => (fact.Concept, fact.Accession)), later.Select(fact => (fact.Concept, fact.Accession)));
        Assert.Contains(one.Zip(later), pair => pair.First.Value > 0 && pair.Second.Value > pair.First.Value);
    }

    [Fact]
    public async Task Equal_universes_are_equal_files()
    {
        var (one, other) = (TestFolder.New("universe"), TestFolder.New("universe"));
        foreach (var folder in (string[])[one, other])
            await new UniverseGenerator(BulkLayout.Find(EdgarData.Folder)).WriteAsync(folder, 2, null, Token);
        foreach (var file in Directory.EnumerateFiles(one).Select(Path.GetFileName))
            Assert.Equal(await ReadAsync(one, file!), await ReadAsync(other, file!));

        static Task<byte[]> ReadAsync(string folder, string file) => File.ReadAllBytesAsync(Path.Combine(folder, file), Token);
    }

    /// <summary>The SEC writes the CIK of newer filers as text.</summary>
    [Fact]
    public void A_CIK_that_is_text_is_replaced_by_text()
    {
        var rewritten = new UniverseMember(5, copy: 0).RewriteFacts("""{"cik":"0001868275","entityName":"A","facts":{}}"""u8);

        Assert.Equal("9000000005", JsonDocument.Parse(rewritten).RootElement.GetProperty("cik").GetString());
    }

    [Fact]
    public void Amounts_are_multiplied_exactly_and_other_numbers_are_kept()
    {
        const string Json = """
            {"cik":1,"entityName":"A","facts":{"us-gaap":{"B":{"label":"C","units":{
            "USD":[{"end":"2024-12-31","val":391035000000,"accn":"0000000001-25-000001","fy":2024}],
            "USD/shares":[{"end":"2024-12-31","val":6.11,"accn":"0000000002-25-000001","fy":2024}],
            "shares":[{"end":"2024-12-31","val":7,"accn":"0000000001-25-000002","fy":2024}]}}}}}
            """;
        using var first = JsonDocument.Parse(new UniverseMember(5, copy: 0).RewriteFacts(System.Text.Encoding.UTF8.GetBytes(Json)));
        Assert.Equal((9_000_000_005, "A 00005"),
            (first.RootElement.GetProperty("cik").GetInt64(), first.RootElement.GetProperty("entityName").GetString()));
        var units = first.RootElement.GetProperty("facts").GetProperty("us-gaap").GetProperty("B").GetProperty("units");
        // The factor of the first copy is 0.7920.
        Assert.Equal(309_699_720_000m, GetFact("USD").Value);
        Assert.Equal(4.83912m, GetFact("USD/shares").Value);
        Assert.Equal(7, GetFact("shares").Value);
        // Each filing agent keeps a number of its own.
        Assert.Equal(
            ("9000005000-25-000001", "9000005001-25-000001", "9000005000-25-000002"),
            (GetFact("USD").Accession, GetFact("USD/shares").Accession, GetFact("shares").Accession));

        (decimal Value, string Accession) GetFact(string unit) =>
            (units.GetProperty(unit)[0].GetProperty("val").GetDecimal(), units.GetProperty(unit)[0].GetProperty("accn").GetString()!);
    }

    [Fact]
    public void Tickers_and_CIKs_count_up()
    {
        Assert.Equal(("UAAAA", "UAAAZ", "UAABA"), (GetTicker(0), GetTicker(25), GetTicker(26)));
        Assert.Equal(new Cik(9_000_017_999), new UniverseMember(17_999, copy: 0).Cik);

        static string GetTicker(int number) => new UniverseMember(number, copy: 0).Ticker;
    }

    private static async Task<int> CountOriginalsAsync() =>
        await new BulkCompanySource(BulkLayout.Find(EdgarData.Folder)).ReadAsync(Token).CountAsync(Token);

    private static CompanyFacts Parse(CompanyDocument document) => CompanyFacts.Parse(document.Facts!.Value.Span, document.Profile?.Sic);

    private static string GetRatios(CompanyFacts facts) => string.Join('\n', RatioBuilder
        .Build(facts, Frequency.Annual, periods: 3, new StatementOptions()).Ratios
        .Select(line => $"{line.Ratio.Id} {string.Join(' ', line.Values.Select(value => value.Value))}"));
}
