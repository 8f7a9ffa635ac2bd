using EdgarApi.Financials.Companies;
using EdgarApi.Sec.Sources;

namespace EdgarApi.Tests.Storage.Ingest;

/// <summary>Documents of real companies from the SEC's files.</summary>
internal static class RealCompanies
{
    private static readonly Dictionary<string, int> Numbers = new()
    {
        ["AAPL"] = 320193,
        ["NVDA"] = 1045810,
        ["COST"] = 909832,
        ["PG"] = 80424,
    };

    public static CompanyDocument Document(string ticker)
    {
        var cik = Numbers[ticker];
        return new CompanyDocument
        {
            Cik = new Cik(cik), Origin = $"companyfacts.zip/CIK{cik:D10}.json", Facts = EdgarData.CompanyFacts(cik),
            Profile = new CompanyProfile { Cik = new Cik(cik), Name = ticker, Tickers = [ticker], Exchanges = ["Test"] }, Filings = [],
        };
    }

    public static IAsyncEnumerable<CompanyDocument> Documents(params IEnumerable<string> tickers) =>
        tickers.Select(Document).ToAsyncEnumerable();
}
