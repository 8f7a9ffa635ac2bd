using System.Text;
using System.Text.Json;
using EdgarApi.Financials.Companies;
using EdgarApi.Sec.Files;

namespace EdgarApi.Tests.Sec;

public sealed class SubmissionsTests
{
    private const string Minimal =
        """{"cik":"0000000007","name":"Seven Inc","filings":{"recent":{"accessionNumber":["0000000007-25-000001"],"form":["10-K"],"filingDate":["2025-03-01"]}}}""";

    [Fact]
    public void Every_company_of_the_bulk_file_is_read_with_all_its_filings()
    {
        using var files = System.IO.Compression.ZipFile.OpenRead(EdgarData.GetPath("submissions.zip"));
        foreach (var name in files.Entries.Select(entry => entry.Name).Where(name => !name.Contains("submissions", StringComparison.Ordinal)))
        {
            var bytes = EdgarData.Read("submissions.zip", name);
            using var json = JsonDocument.Parse(bytes);
            var recent = json.RootElement.GetProperty("filings").GetProperty("recent");

            var told = Submissions.Parse(bytes, name);

            var accessions = recent.GetProperty("accessionNumber").EnumerateArray().Select(a => a.GetString()!).ToHashSet();
            Assert.Equal(accessions, told.Filings.Select(filing => filing.Accession).ToHashSet());
            Assert.Equal(told.Filings.Count, accessions.Count);
            Assert.Equal(json.RootElement.GetProperty("filings").GetProperty("files").GetArrayLength(), told.FurtherPages.Count);
            Assert.Equal(json.RootElement.GetProperty("name").GetString(), told.Profile.Name);
            Assert.Equal(told.Profile.Tickers.Count, told.Profile.Exchanges.Count);
            Assert.Equal(told.Filings.OrderByDescending(filing => filing.Filed), told.Filings);
        }
    }

    [Fact]
    public void Apples_profile_and_newest_filing_are_read_digit_for_digit()
    {
        var told = Submissions.Parse(EdgarData.Read("submissions.zip", "CIK0000320193.json"), "CIK0000320193.json");

        Assert.Equal(new Cik(320193), told.Profile.Cik);
        Assert.Equal("Apple Inc.", told.Profile.Name);
        Assert.Equal(["AAPL"], told.Profile.Tickers);
        Assert.Equal(["Nasdaq"], told.Profile.Exchanges);
        Assert.Equal(("3571", "Electronic Computers"), (told.Profile.Sic, told.Profile.SicDescription));
        Assert.Equal(("0926", "CA", "Large accelerated filer"), (told.Profile.FiscalYearEnd, told.Profile.StateOfIncorporation, told.Profile.Category));
        Assert.Null(told.Profile.Website);
        Assert.Equal("APPLE INC", told.Profile.FormerNames[0]);
        var annual = told.Filings.First(filing => filing.Form == "10-K");
        Assert.Equal("0000320193-25-000079", annual.Accession);
        Assert.Equal(new DateOnly(2025, 9, 27), annual.ReportDate);
        Assert.Equal("https://www.sec.gov/Archives/edgar/data/320193/000032019325000079/aapl-20250927.htm", annual.Url(told.Profile.Cik).ToString());
        var event8K = told.Filings.Single(filing => filing.Accession == "0001140361-26-015711");
        Assert.Equal(("5.02", new DateTimeOffset(2026, 4, 20, 21, 29, 51, TimeSpan.Zero)), (event8K.Items, event8K.AcceptedAt));
    }

    [Fact]
    public void A_further_page_adds_its_filings_and_each_counts_once()
    {
        var main = Submissions.Parse(EdgarData.Read("submissions.zip", "CIK0001318605.json"), "CIK0001318605.json");
        var page = Submissions.ParsePage(EdgarData.Read("submissions.zip", "CIK0001318605-submissions-001.json"), "page");

        var all = main.With(page).With(page);

        Assert.Equal("CIK0001318605-submissions-001.json", Assert.Single(main.FurtherPages).Name);
        Assert.Equal(720, page.Count);
        Assert.Equal(main.Filings.Concat(page).Select(filing => filing.Accession).Distinct().Count(), all.Filings.Count);
        Assert.Equal(page.Min(filing => filing.Filed), all.Filings[^1].Filed);
    }

    [Fact]
    public void A_company_without_tickers_or_optional_fields_is_read()
    {
        var told = Submissions.Parse(Encoding.UTF8.GetBytes(Minimal), "seven");

        Assert.Empty(told.Profile.Tickers);
        Assert.Null(told.Profile.Sic);
        Assert.Equal(new DateOnly(2025, 3, 1), Assert.Single(told.Filings).Filed);
    }

    [Theory]
    [InlineData("\"2025-03-01\"", "\"01.03.2025\"", "has '01.03.2025' as filingDate of filing 0")]
    [InlineData("[\"10-K\"]", "[\"10-K\",\"10-Q\"]", "has 1 accession numbers but 2 values of form")]
    [InlineData("\"0000000007\"", "\"seven\"", "A CIK is a number of one to ten digits")]
    [InlineData("Seven Inc", " ", "has no name")]
    [InlineData("\"recent\":{", "\"files\":[{\"name\":\"../../secret.json\"}],\"recent\":{", "is not a page of this filer")]
    public void A_file_with_wrong_values_is_refused_with_the_reason(string right, string wrong, string reason)
    {
        var error = Assert.Throws<SecDataException>(() => Submissions.Parse(Encoding.UTF8.GetBytes(Minimal.Replace(right, wrong, StringComparison.Ordinal)), "seven"));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal("seven", error.File);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(120)]
    public void A_truncated_file_is_refused_with_the_offset_of_its_end(int length)
    {
        var error = Assert.Throws<SecDataException>(() => Submissions.Parse(Encoding.UTF8.GetBytes(Minimal).AsSpan(0, length), "seven"));

        Assert.Equal(length, error.Offset);
    }

    [Fact]
    public void The_offset_of_an_error_counts_from_the_start_over_all_lines_and_a_byte_order_mark()
    {
        var text = "\uFEFF{\n  \"cik\": \"0000000007\",\n  \"name\": !\n}";

        var error = Assert.Throws<SecDataException>(() => Submissions.Parse(Encoding.UTF8.GetBytes(text), "seven"));

        Assert.Equal(Encoding.UTF8.GetByteCount(text[..text.IndexOf('!', StringComparison.Ordinal)]), error.Offset);
    }

    [Fact]
    public void A_file_nested_too_deeply_is_refused()
    {
        var deep = Minimal.Replace("\"name\"", $"\"x\":{new string('[', 100)}{new string(']', 100)},\"name\"", StringComparison.Ordinal);

        Assert.Throws<SecDataException>(() => Submissions.Parse(Encoding.UTF8.GetBytes(deep), "seven"));
    }
}
