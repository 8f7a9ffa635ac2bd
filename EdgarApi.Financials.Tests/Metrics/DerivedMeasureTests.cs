using System.Globalization;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;

namespace EdgarApi.Financials.Tests.Metrics;

/// <summary>
/// Measures that the catalog derives outside the statements. <c>Expected/measures.csv</c> has their values, computed from the raw files,
/// with the facts behind each.
/// </summary>
public class DerivedMeasureTests
{
    private static readonly string[] Measures = ["Ebitda", "WorkingCapital", "InvestedCapital"];

    public static IEnumerable<TheoryDataRow<string, string>> Cases =>
        from row in ExpectedCells.Read("measures.csv")
        select new TheoryDataRow<string, string>($"{row["ticker"]} {row["period_key"]}", row["metric"]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_measure_matches_the_filings_and_shows_its_operands(string companyAndPeriod, string metric)
    {
        var row = ExpectedCells.Read("measures.csv").Single(
            row => $"{row["ticker"]} {row["period_key"]}" == companyAndPeriod && row["metric"] == metric);
        var cik = int.Parse(row["cik"], CultureInfo.InvariantCulture);
        var point = Build(Companies.Facts(cik), Enum.Parse<Frequency>(row["freq"], ignoreCase: true), metric)
            .Points.Single(point => point.Period.Key == row["period_key"]);

        Assert.Equal(ExpectedCells.Number(row["value"]), point.Value.Value);
        Assert.NotEmpty(point.Value.Source!.Derivation!);
        Assert.True(point.Value.Source.Operands.Count >= 2);
    }

    [Theory]
    [InlineData(Companies.JPMorgan)]
    [InlineData(Companies.BankOfAmerica)]
    public void A_bank_has_none_of_them_because_they_would_mean_nothing(int bank) =>
        AssertMeaningless(CompanyFacts.Parse(Companies.Bytes(bank), "6021"));

    /// <summary>Apple's facts under the SIC code of a property insurer: the industry decides, not what could be computed.</summary>
    [Fact]
    public void An_insurer_has_none_of_them_even_if_they_could_be_computed() =>
        AssertMeaningless(CompanyFacts.Parse(Companies.Bytes(Companies.Apple), "6331"));

    /// <summary>Apple had no debt, and no filing says anything about its debt of 2011.</summary>
    [Fact]
    public void Nothing_is_derived_without_a_required_operand()
    {
        var year = Build(Companies.Facts(Companies.Apple), Frequency.Annual, "InvestedCapital", periods: 20)
            .Points.Single(point => point.Period.Key == "FY2011");
        Assert.Equal((null, ReasonCode.NotReported), (year.Value.Value, year.Value.ReasonCode));
    }

    private static void AssertMeaningless(CompanyFacts facts) => Assert.NotEmptyAndAll(Measures, measure =>
        Assert.NotEmptyAndAll(Build(facts, Frequency.Annual, measure).Points, point => Assert.Equal(
            (null, ReasonCode.NotMeaningful, "without meaning for a bank or insurer"),
            (point.Value.Value, point.Value.ReasonCode, point.Value.Reason))));

    /// <summary>Builds the series of one metric. Assets beside it make periods even if the metric has no values.</summary>
    private static MetricSeries Build(CompanyFacts facts, Frequency frequency, string id, int periods = 8)
    {
        Assert.True(MetricCatalog.TryFind(id, out var metric));
        Assert.True(MetricCatalog.TryFind("Assets", out var assets));
        return TimeSeriesBuilder.Build(facts, [metric, assets], frequency, periods, new StatementOptions()).Series[0];
    }
}
