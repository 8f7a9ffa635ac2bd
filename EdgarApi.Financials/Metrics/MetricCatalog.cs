using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Metrics;

/// <summary>The standardized metrics: data, read once from the embedded <c>metrics.json</c>.</summary>
public static class MetricCatalog
{
    private static readonly FrozenDictionary<string, MetricDefinition> ById =
        Load().ToFrozenDictionary(definition => definition.Metric.Id, StringComparer.OrdinalIgnoreCase);

    internal static IReadOnlyList<MetricDefinition> Definitions { get; } = [.. ById.Values.OrderBy(definition => definition.Index)];

    /// <summary>Every metric in the order of presentation.</summary>
    public static IReadOnlyList<Metric> All { get; } = [.. Definitions.Select(definition => definition.Metric)];

    /// <summary>Number of metrics that some stage reads without their formulas.</summary>
    internal static int ReportedSlots { get; } = Definitions.Count(definition => definition.ReportedSlot is not null);

    /// <summary>Finds a metric by its id in any case.</summary>
    public static bool TryFind(string id, [NotNullWhen(true)] out Metric? metric)
    {
        metric = ById.GetValueOrDefault(id)?.Metric;
        return metric is not null;
    }

    /// <summary>The metrics of one statement in the order of presentation.</summary>
    public static IEnumerable<Metric> GetAll(StatementKind statement) => All.Where(m => m.Statement == statement);

    internal static MetricDefinition Definition(string id) => ById[id];

    private static IReadOnlyList<MetricDefinition> Load()
    {
        using var stream = typeof(MetricCatalog).Assembly.GetManifestResourceStream("metrics.json")!;
        return MetricDefinition.Compile(JsonSerializer.Deserialize(stream, CatalogJson.Default.ListMetricRow)!);
    }
}
