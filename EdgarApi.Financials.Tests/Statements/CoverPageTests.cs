using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;

namespace EdgarApi.Financials.Tests.Statements;

public class CoverPageTests
{
    [Theory]
    [InlineData(Companies.Apple, "FY2025", 3_253_431_000_000, "2025-03-28")]
    [InlineData(Companies.Walmart, "FY2026", 391_703_475_732, "2025-07-31")]
    [InlineData(Companies.Nvidia, "FY2026", 4_000_000_000_000, "2025-07-25")]
    public void A_years_public_float_is_dated_at_the_end_of_its_second_quarter(int cik, string year, decimal value, string day)
    {
        Assert.True(MetricCatalog.TryFind("PublicFloat", out var metric));
        var point = TimeSeriesBuilder.Build(Companies.Facts(cik), [metric], Frequency.Annual, 1, new StatementOptions()).Series[0].Points[
            ^1
        ];

        Assert.Equal((year, value), (point.Period.Key, point.Value.Value));
        Assert.Equal(DateOnly.Parse(day), point.Value.Source!.End);
    }
}
