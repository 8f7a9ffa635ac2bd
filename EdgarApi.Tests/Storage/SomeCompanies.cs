using EdgarApi.Financials.Companies;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements;
using EdgarApi.Storage.Ingest;
using EdgarApi.Storage.Metrics;

namespace EdgarApi.Tests.Storage;

/// <summary>Prepared companies for tests of the store, which does not parse snapshots.</summary>
internal static class SomeCompanies
{
    public static readonly Cik Apple = new(320193);

    public static readonly CompanyProfile AppleProfile = new()
    {
        Cik = Apple, Name = "Apple Inc.", Tickers = ["AAPL"], Exchanges = ["Nasdaq"], Sic = "3571", SicDescription = "Electronic Computers",
        FiscalYearEnd = "0926", StateOfIncorporation = "CA", Category = "Large accelerated filer", FormerNames = ["APPLE COMPUTER INC"],
    };

    public static readonly Filing AnnualReport = new(
        "0000320193-25-000079", "10-K", new DateOnly(2025, 10, 31), new DateOnly(2025, 9, 27), "", "aapl-20250927.htm", "10-K",
        new DateTimeOffset(2025, 10, 31, 10, 1, 26, TimeSpan.Zero));

    public static PreparedCompany Company(
        decimal revenue = 416_161_000_000m,
        CompanyProfile? profile = null,
        IReadOnlyList<Filing>? filings = null) =>
        new(
            Apple, ContentHash.Compute(BitConverter.GetBytes((double)revenue)), profile ?? AppleProfile, filings ?? [AnnualReport],
            Facts(revenue));

    public static PreparedFacts Facts(decimal revenue)
    {
        byte[] snapshot = [1, 2, 3, .. BitConverter.GetBytes((double)revenue)];
        MetricValueRow[] rows = [Row(2024, 391_035_000_000m), Row(2025, revenue)];
        return new PreparedFacts(
            "APPLE INC", snapshot, ContentHash.Compute(snapshot), FactCount: 2, FilingCount: 1, new DateOnly(2025, 10, 31), rows,
            ContentHash.Compute(snapshot));
    }

    private static MetricValueRow Row(int year, decimal revenue)
    {
        var period = new FiscalPeriod(FiscalPeriodKind.Year, year, 0, new DateOnly(year - 1, 9, 29), new DateOnly(year, 9, 27));
        var source = new Source
        {
            Concept = "us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax", Accession = AnnualReport.Accession, Form = "10-K",
            Filed = AnnualReport.Filed, Start = period.Start, End = period.End, Value = revenue,
        };
        return new MetricValueRow("Revenue", "annual", period, "USD", "USD", revenue, null, null, StoredSource.Write(source));
    }
}
