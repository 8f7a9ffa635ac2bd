using System.Text;
using System.Text.Json;
using EdgarApi.Financials.Companies;
using EdgarApi.Sec.Files;

namespace EdgarApi.Tests.Sec;

public sealed class SubmissionsTests
{
    private const string Minimal =
        """{"cik":"0000000007","name":"Seven Inc","filings":{"recent":""" +
        """{"accessionNumber":["0000000007-25-000001"],"form":["10-K"],"filingDate":["2025-03-01"]}}}""";

    [Fact]
    public void Every_company_of_the_bulk_file_is_read_with_all_its_filings()
    {
        using var files = System.IO.Compression.ZipFile.OpenRead(EdgarData.GetPath("submissions.zip"));
        var names = files.Entries.Select(entry => entry.Name).Where(name => !name.Contains("submissions", StringComparison.Ordinal));
        foreach (var name in names)
        {
            var bytes = EdgarData.Read("submissions.zip", name);
            using var json = JsonDocument.Parse(bytes);
            var recent = json.RootElement.GetProperty("filings").GetProperty("recent");

            var submissions = Submissions.Parse(bytes, name);

            var accessions = recent.GetProperty("accessionNumber").EnumerateArray().Select(a => a.GetString()!).ToHashSet();
            Assert.Equal(accessions, submissions.Filings.Select(filing => filing.Accession).ToHashSet());
            Assert.Equal(submissions.Filings.Count, accessions.Count);
            Assert.Equal(json.RootElement.GetProperty("filings").GetProperty("files").GetArrayLength(), submissions.FurtherPages.Count);
            Assert.Equal(json.RootElement.GetProperty("name").GetString(), submissions.Profile.Name);
            Assert.Equal(submissions.Profile.Tickers.Count, submissions.Profile.Exchanges.Count);
            Assert.Equal(submissions.Filings.OrderByDescending(filing => filing.Filed), submissions.Filings);
        }
    }

    [Fact]
    public void Apples_profile_and_newest_filing_are_read_digit_for_digit()
    {
        var submissions = Submissions.Parse(EdgarData.Read("submissions.zip", "CIK0000320193.json"), "CIK0000320193.json");

        Assert.Equal(new Cik(320193), submissions.Profile.Cik);
        Assert.Equal("Apple Inc.", submissions.Profile.Name);
        Assert.Equal(["AAPL"], submissions.Profile.Tickers);
        Assert.Equal(["Nasdaq"], submissions.Profile.Exchanges);
        Assert.Equal(("3571", "Electronic Computers"), (submissions.Profile.Sic, submissions.Profile.SicDescription));
        Assert.Equal(
            ("0926", "CA", "Large accelerated filer"),
            (submissions.Profile.FiscalYearEnd, submissions.Profile.StateOfIncorporation, submissions.Profile.Category));
        Assert.Null(submissions.Profile.Website);
        Assert.Equal("APPLE INC", submissions.Profile.FormerNames[0]);
        var annual = submissions.Filings.First(filing => filing.Form == "10-K");
        Assert.Equal("0000320193-25-000079", annual.Accession);
        Assert.Equal(new DateOnly(2025, 9, 27), annual.ReportDate);
        Assert.Equal(
            "https://www.sec.gov/Archives/edgar/data/320193/000032019325000079/aapl-20250927.htm",
            annual.Url(submissions.Profile.Cik).ToString());
        var event8K = submissions.Filings.Single(filing => filing.Accession == "0001140361-26-015711");
        Assert.Equal(("5.02", new DateTimeOffset(2026, 4, 20, 21, 29, 51, TimeSpan.Zero)), (event8K.Items, event8K.AcceptedAt));
    }

    [Fact]
    public void A_further_page_adds_its_filings_without_duplicates()
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
        var submissions = Submissions.Parse(Encoding.UTF8.GetBytes(Minimal), "seven");

        Assert.Empty(submissions.Profile.Tickers);
        Assert.Null(submissions.Profile.Sic);
        Assert.Equal(new DateOnly(2025, 3, 1), Assert.Single(submissions.Filings).Filed);
    }

    [Theory]
    [InlineData("\"2025-03-01\"", "\"01.03.2025\"", "has '01.03.2025' as filingDate of filing 0")]
    [InlineData("[\"10-K\"]", "[\"10-K\",\"10-Q\"]", "has 1 accession numbers but 2 values of form")]
    [InlineData("\"0000000007\"", "\"seven\"", "A CIK is a number of one to ten digits")]
    [InlineData("Seven Inc", " ", "has no name")]
    [InlineData("\"recent\":{", "\"files\":[{\"name\":\"../../secret.json\"}],\"recent\":{", "is not a page of this filer")]
    public void A_file_with_invalid_values_is_rejected_with_the_reason(string right, string wrong, string reason)
    {
        var error = Assert.Throws<SecDataException>(() =>
            Submissions.Parse(Encoding.UTF8.GetBytes(Minimal.Replace(right, wrong, StringComparison.Ordinal)), "seven"));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal("seven", error.File);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(120)]
    public void A_truncated_file_is_rejected_with_the_offset_of_its_end(int length)
    {
        var error = Assert.Throws<SecDataException>(() => Submissions.Parse(Encoding.UTF8.GetBytes(Minimal).AsSpan(0, length), "seven"));

        Assert.Equal(length, error.Offset);
    }

    [Fact]
    public void The_offset_of_an_error_includes_all_previous_lines_and_a_byte_order_mark()
    {
        var text = "\uFEFF{\n  \"cik\": \"0000000007\",\n  \"name\": !\n}";

        var error = Assert.Throws<SecDataException>(() => Submissions.Parse(Encoding.UTF8.GetBytes(text), "seven"));

        Assert.Equal(Encoding.UTF8.GetByteCount(text[..text.IndexOf('!', StringComparison.Ordinal)]), error.Offset);
    }

    [Fact]
    public void A_file_nested_too_deeply_is_rejected()
    {
        var deep = Minimal.Replace("\"name\"", $"\"x\":{new string('[', 100)}{new string(']', 100)},\"name\"", StringComparison.Ordinal);

        Assert.Throws<SecDataException>(() => Submissions.Parse(Encoding.UTF8.GetBytes(deep), "seven"));
    }
}
