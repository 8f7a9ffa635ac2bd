using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.Metrics;

public class MetricCatalogTests
{
    [Fact]
    public void Every_metric_has_a_label_a_definition_and_a_source_of_values() =>
        Assert.NotEmptyAndAll(MetricCatalog.All, metric =>
        {
            Assert.NotEmpty(metric.Label);
            Assert.EndsWith(".", metric.Definition, StringComparison.Ordinal);
            var definition = MetricCatalog.Definition(metric.Id);
            Assert.NotEmpty(definition.Stages);
        });

    [Fact]
    public void Ids_are_unique_ignoring_case() =>
        Assert.Equal(
            MetricCatalog.All.Count,
            MetricCatalog.All.Select(metric => metric.Id).Distinct(StringComparer.OrdinalIgnoreCase).Count());

    [Fact]
    public void A_metric_lookup_ignores_case()
    {
        Assert.True(MetricCatalog.TryFind("netincome", out var metric));
        Assert.Equal("NetIncome", metric.Id);
        Assert.False(MetricCatalog.TryFind("Nonsense", out _));
    }

    [Fact]
    public void Each_statement_has_totals() =>
        Assert.NotEmptyAndAll(Enum.GetValues<StatementKind>(), kind =>
            Assert.Contains(MetricCatalog.GetAll(kind), metric => metric is { IsTotal: true, IsEssential: true }));
}
