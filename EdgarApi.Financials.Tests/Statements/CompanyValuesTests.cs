using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Ratios;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;

namespace EdgarApi.Financials.Tests.Statements;

public sealed class CompanyValuesTests
{
    private const int Periods = 8;

    /// <summary>A value does not depend on which other values have been computed before it.</summary>
    [Fact]
    public void Series_and_ratios_that_share_values_are_those_that_are_built_alone()
    {
        foreach (var cik in Companies.Complete.Concat(Companies.Trimmed))
        {
            var facts = Companies.Facts(cik);
            var shared = new CompanyValues(facts);
            foreach (var frequency in Enum.GetValues<Frequency>())
            {
                var alone = TimeSeriesBuilder.Build(facts, MetricCatalog.All, frequency, Periods, new StatementOptions());
                Assert.Equal(ToText(alone), ToText(shared.BuildSeries(MetricCatalog.All, frequency, Periods)));
                var ratios = RatioBuilder.Build(facts, frequency, Periods, new StatementOptions());
                Assert.NotEmpty(ratios.Ratios);
                Assert.Equal(ToText(ratios), ToText(shared.BuildRatios(frequency, Periods)));
            }
        }
    }

    private static IEnumerable<string> ToText(CompanySeries series) =>
        from one in series.Series
        from point in one.Points
        let value = point.Value
        select $"{one.Metric.Id} {one.Unit} {point.Period.Key} {value.Value} {value.Reason} {value.Source} {point.Growth}";

    private static IEnumerable<string> ToText(CompanyRatios ratios) =>
        from line in ratios.Ratios
        from column in line.Values.Index()
        select $"{line.Ratio.Id} {ratios.Periods[column.Index].Key} {column.Item.Value} {column.Item.Reason}";
}
