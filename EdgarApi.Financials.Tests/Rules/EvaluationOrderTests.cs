using System.Text.Json;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;

namespace EdgarApi.Financials.Tests.Rules;

public class EvaluationOrderTests
{
    [Fact]
    public void No_metric_depends_on_itself() => Assert.Null(new DependencyGraph(MetricCatalog.Definitions).FindCycle());

    [Fact]
    public void A_cycle_of_formulas_is_found() => Assert.Equal("A → B → A", FindCycle("""["B - C"]""", """["A + C"]"""));

    [Fact]
    public void Reading_only_reported_values_does_not_close_a_cycle() => Assert.Null(FindCycle("""["B.reported - C"]""", """["A + C"]"""));

    [Fact]
    public void Reading_an_unknown_metric_is_a_catalog_error() =>
        Assert.Throws<InvalidDataException>(() => FindCycle("""["B - Nonsense"]""", """["C"]"""));

    [Theory]
    [InlineData(320193)]
    [InlineData(1045810)]
    [InlineData(1652044)]
    [InlineData(1000275)]
    [InlineData(1731289)]
    public void Values_do_not_depend_on_which_metric_is_read_first(int cik)
    {
        var facts = Companies.Facts(cik);
        foreach (var frequency in Enum.GetValues<Frequency>())
        {
            var forwards = TimeSeriesBuilder.Build(facts, MetricCatalog.All, frequency, 40, new StatementOptions()).Series;
            var backwards =
                TimeSeriesBuilder.Build(facts, [.. MetricCatalog.All.Reverse()], frequency, 40, new StatementOptions()).Series.Reverse();
            Assert.Equal(
                forwards.Select(series => JsonSerializer.Serialize(series)), backwards.Select(series => JsonSerializer.Serialize(series)));
        }
    }

    private static string? FindCycle(string formulasOfA, string formulasOfB)
    {
        string Row(string id, string formulas) => $$"""
            { "id": "{{id}}", "label": "{{id}}", "definition": "{{id}}.",
              "stages": [{ "concepts": [["x:{{id}}"]] }, { "formulas": {{formulas}} }] }
            """;
        var rows = $"""[{Row("A", formulasOfA)}, {Row("B", formulasOfB)}, {Row("C", """["x:D"]""")}]""";
        return new DependencyGraph(
            MetricDefinition.Compile(JsonSerializer.Deserialize(rows, CatalogJson.Default.ListMetricRow)!)).FindCycle();
    }
}
