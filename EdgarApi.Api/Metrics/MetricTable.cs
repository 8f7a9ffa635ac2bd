using System.Text.Json.Serialization;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Csv;
using EdgarApi.Api.Requests;
using EdgarApi.Financials.Metrics;

namespace EdgarApi.Api.Metrics;

/// <summary>The catalog of metrics as a table.</summary>
internal sealed record MetricTable : MetricsResponse, ICsvTable
{
    public static readonly NamedValues<UnitKind> Units = new(
        ("currency", UnitKind.Currency), ("perShare", UnitKind.PerShare), ("shares", UnitKind.Shares), ("ratio", UnitKind.Ratio));

    string ICsvTable.FileName => "metrics";

    [JsonIgnore]
    public IEnumerable<string> CsvColumns =>
    [
        "id", "label", "unit", "statement", "isInstant", "isEssential", "definition", "concepts", "family",
    ];

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows => Metrics.Select(metric => (CsvCell[])
    [
        metric.Id, metric.Label, metric.Unit, metric.Statement, metric.IsInstant ? "true" : "false", metric.IsEssential ? "true" : "false",
        metric.Definition, string.Join(' ', metric.Concepts), metric.Family,
    ]);

    public static MetricTable From(IEnumerable<Metric> metrics) => new()
    {
        Metrics = [.. metrics.Select(CreateMetric)], RulesVersion = Financials.Statements.Rules.RulesVersion.Current,
    };

    private static MetricResponse CreateMetric(Metric metric) => new(
        metric.Id, metric.Label, Units.GetName(metric.Unit), metric.Statement is { } kind ? Names.Statements.GetName(kind) : null,
        metric.Family, metric.IsInstant,
        metric.IsTotal, metric.IsEssential, metric.Definition, metric.Concepts);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MetricTable))]
[JsonSerializable(typeof(MetricsResponse))]
internal sealed partial class MetricsJson : JsonSerializerContext;
