using System.Text;
using System.Text.Json;
using EdgarApi.Financials.Companies;
using EdgarApi.Sec.Files;

namespace EdgarApi.Tests.Sec;

public sealed class TickerListTests
{
    private static IReadOnlyList<CompanyProfile> Read(string file) => TickerList.Parse(File.ReadAllBytes(EdgarData.GetPath(file)), file);

    [Fact]
    public void The_list_with_exchanges_is_read_completely()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(EdgarData.GetPath("company_tickers_exchange.json")));
        var rows = json.RootElement.GetProperty("data")
            .EnumerateArray().Select(row => (row[0].GetInt64(), row[2].GetString()!))
            .ToHashSet();

        var companies = Read("company_tickers_exchange.json");

        Assert.Equal(rows, companies.SelectMany(company => company.Tickers.Select(ticker => (company.Cik.Value, ticker))).ToHashSet());
        Assert.Equal("NVDA", companies[0].Tickers[0]);
        var alphabet = companies.Single(company => company.Cik == new Cik(1652044));
        Assert.Equal(["GOOGL", "GOOG"], alphabet.Tickers);
        Assert.Equal(["Nasdaq", "Nasdaq"], alphabet.Exchanges);
    }

    [Fact]
    public void The_list_without_exchanges_is_read_completely()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(EdgarData.GetPath("company_tickers.json")));

        var companies = Read("company_tickers.json");

        Assert.Equal(json.RootElement.EnumerateObject().Count(), companies.Sum(company => company.Tickers.Count));
        Assert.NotEmptyAndAll(companies, company => Assert.NotEmptyAndAll(company.Exchanges, exchange => Assert.Equal("", exchange)));
    }

    [Fact]
    public void The_merged_lists_have_all_symbols_and_keep_the_exchanges()
    {
        var (first, second) = (Read("company_tickers_exchange.json"), Read("company_tickers.json"));

        var both = TickerList.Merge(first, second);

        var expected = first.Concat(second).SelectMany(company => company.Tickers.Select(ticker => (company.Cik, ticker))).ToHashSet();
        Assert.Equal(expected, both.SelectMany(company => company.Tickers.Select(ticker => (company.Cik, ticker))).ToHashSet());
        Assert.Equal(both.Count, both.Select(company => company.Cik).Distinct().Count());
        Assert.Equal(["Nasdaq"], both.Single(company => company.Cik == new Cik(320193)).Exchanges);
    }

    [Theory]
    [InlineData("""{"fields":["cik","name","ticker"],"data":[]}""", "has no column 'exchange'")]
    [InlineData("""{"fields":["cik","name","ticker","exchange"],"data":[[1,"A"]]}""", "has 2 values in row 0, not 4")]
    [InlineData("""{"fields":["cik","name","ticker","exchange"],"data":[["x","A","A",null]]}""", "has no CIK, name or ticker in row 0")]
    [InlineData("""{"0":{"cik_str":0,"ticker":"A","title":"A"}}""", "A CIK is a number of one to ten digits")]
    [InlineData("""{"0":{"cik_str":1,"ticker":"A"}}""", "has no CIK, name or ticker in row 0")]
    [InlineData("<html>", "invalid start")]
    public void A_malformed_list_is_rejected_with_the_reason(string text, string reason)
    {
        var error = Assert.Throws<SecDataException>(() => TickerList.Parse(Encoding.UTF8.GetBytes(text), "list"));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}
