using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Metrics;

/// <summary>The standardized metrics: data, read once from the embedded <c>metrics.json</c>.</summary>
public static class MetricCatalog
{
    private static readonly MetricDefinition[] Definitions = Load();
    private static readonly FrozenDictionary<string, MetricDefinition> ById =
        Definitions.ToFrozenDictionary(d => d.Metric.Id, StringComparer.OrdinalIgnoreCase);

    /// <summary>Every metric in the order of presentation.</summary>
    public static IReadOnlyList<Metric> All { get; } = [.. Definitions.Select(d => d.Metric)];

    /// <summary>Finds a metric by its id in any case.</summary>
    public static bool TryFind(string id, [NotNullWhen(true)] out Metric? metric)
    {
        metric = ById.GetValueOrDefault(id)?.Metric;
        return metric is not null;
    }

    /// <summary>The metrics of one statement in the order of presentation.</summary>
    public static IEnumerable<Metric> Of(StatementKind statement) => All.Where(m => m.Statement == statement);

    internal static MetricDefinition Definition(string id) => ById[id];

    private static MetricDefinition[] Load()
    {
        using var stream = typeof(MetricCatalog).Assembly.GetManifestResourceStream("metrics.json")!;
        var rows = JsonSerializer.Deserialize(stream, MetricJson.Default.ListMetricRow)!;
        var ids = rows.Select(row => row.Id).ToArray();
        return [.. rows.Select((row, index) => MetricDefinition.From(row, index, ids))];
    }
}

/// <summary>A row of <c>metrics.json</c>.</summary>
internal sealed record MetricRow
{
    // Set, not init: the generated reader gives init properties that are absent null instead of their default.

    public required string Id { get; init; }
    public required string Label { get; init; }
    public required string Definition { get; init; }
    public string Unit { get; set; } = "currency";
    public string? Statement { get; set; }
    public bool? Instant { get; set; }
    public int Level { get; set; }
    public bool Total { get; set; }
    public bool Essential { get; set; }

    /// <summary>The kind of filer that the metric is for; null for all.</summary>
    public string? Family { get; set; }

    /// <summary><c>largest</c>: of equivalent concepts in one filing the largest is the total, the others its parts.</summary>
    public string? Pick { get; set; }

    public bool Nonnegative { get; set; }

    /// <summary>Whether the formulas, which close a gap to a total, go before the concepts.</summary>
    public bool Closes { get; set; }

    /// <summary>Whether a gap of nothing is no line, unless the filer reports one: no claims of others on income.</summary>
    public bool IfAny { get; set; }

    /// <summary>A concept of the report's cover page, dated after the period's end.</summary>
    public string? Cover { get; set; }

    /// <summary>
    /// Tiers in order of preference; within one, concepts parted by <c>|</c> are equivalent, those parted by <c>=</c> even one measure under two names, so
    /// that periods of one may be taken off periods of the other. A leading minus turns the sign.
    /// </summary>
    public IReadOnlyList<string> Concepts { get; set; } = [];

    /// <summary>Formulas over metric ids and concepts, tried in order when no concept has a value; a term with <c>?</c> may be missing.</summary>
    public IReadOnlyList<string> Formulas { get; set; } = [];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(List<MetricRow>))]
internal sealed partial class MetricJson : JsonSerializerContext;
