using EdgarApi.Financials.Audit;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;

namespace EdgarApi.Financials.Tests.Audit;

/// <summary>The audit detects wrong values.</summary>
public class ProvenanceTests
{
    private readonly Provenance _provenance = new(Companies.Facts(Companies.Apple));

    [Fact]
    public void A_reported_value_is_found_in_the_file() => Assert.Null(_provenance.FindFault(Value("Revenue", "2025Q3")));

    [Fact]
    public void A_derived_value_is_recomputed() => Assert.Null(_provenance.FindFault(Value("OperatingCashFlow", "2025Q4")));

    [Fact]
    public void A_value_that_differs_from_the_filing_does_not_trace()
    {
        var value = Value("Revenue", "2025Q3");

        Assert.NotNull(_provenance.FindFault(value with { Value = value.Value + 1 }));
        Assert.NotNull(
            _provenance.FindFault(value with { Value = value.Value + 1, Source = value.Source! with { Value = value.Source.Value + 1 } }));
    }

    [Fact]
    public void A_wrong_filing_unit_or_period_does_not_trace()
    {
        var value = Value("Revenue", "2025Q3");
        var source = value.Source!;

        Assert.NotNull(_provenance.FindFault(value with { Source = source with { Accession = "0000000000-25-000001" } }));
        Assert.NotNull(_provenance.FindFault(value with { Source = source with { Unit = "EUR" } }));
        Assert.NotNull(_provenance.FindFault(value with { Source = source with { Start = source.Start!.Value.AddDays(1) } }));
        Assert.NotNull(_provenance.FindFault(value with { Source = null }));
    }

    [Fact]
    public void A_derivation_that_does_not_yield_the_value_does_not_trace()
    {
        var value = Value("OperatingCashFlow", "2025Q4");
        var source = value.Source!;

        Assert.NotNull(_provenance.FindFault(value with { Value = value.Value + 1, Source = source with { Value = source.Value + 1 } }));
        Assert.NotNull(_provenance.FindFault(value with { Source = source with { Operands = [source.Operands[0]] } }));
        Assert.NotNull(_provenance.FindFault(value with { Source = source with { Derivation = null } }));
    }

    private static MetricValue Value(string id, string period)
    {
        Assert.True(MetricCatalog.TryFind(id, out var metric));
        return TimeSeriesBuilder.Build(Companies.Facts(Companies.Apple), [metric], Frequency.Quarterly, 40, new StatementOptions())
            .Series[0].Points.Single(point => point.Period.Key == period).Value;
    }
}
