using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Csv;
using EdgarApi.Api.Requests;
using EdgarApi.Financials.Metrics;

namespace EdgarApi.Api.Metrics;

internal sealed record MetricsResponse(
    [property: Description("In presentation order.")] IReadOnlyList<MetricResponse> Metrics) : ICsvTable
{
    [Description(RulesVersions.Description)]
    public int RulesVersion { get; } = Financials.Statements.Rules.RulesVersion.Current;

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
}

internal sealed record MetricResponse(
    [property: Description("Stable id.")] string Id,
    [property: Description("Display name.")] string Label,
    [property: Description("currency, perShare, shares or ratio.")] string Unit,
    [property: Description("The statement that contains the metric; null for the few metrics outside the statements.")]
    string? Statement,
    [property: Description(
        "The kind of filer that has the metric: bank, insurer, reit, utility, oil, broker, spac or airline; null for all.")]
    string? Family,
    [property: Description("True for a point in time (balance sheet), false for a duration.")] bool IsInstant,
    [property: Description("Whether the metric is a total of other lines.")] bool IsTotal,
    [property: Description("Whether fields=essential includes the metric.")] bool IsEssential,
    [property: Description("Definition in one sentence.")] string Definition,
    [property: Description("Source concepts, in order of preference.")] IReadOnlyList<string> Concepts)
{
    public static readonly NamedValues<UnitKind> Units = new(
        ("currency", UnitKind.Currency), ("perShare", UnitKind.PerShare), ("shares", UnitKind.Shares), ("ratio", UnitKind.Ratio));

    public static MetricResponse From(Metric metric) => new(
        metric.Id, metric.Label, Units.GetName(metric.Unit), metric.Statement is { } kind ? Names.Statements.GetName(kind) : null,
        metric.Family, metric.IsInstant,
        metric.IsTotal, metric.IsEssential, metric.Definition, metric.Concepts);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MetricsResponse))]
internal sealed partial class MetricsJson : JsonSerializerContext;
