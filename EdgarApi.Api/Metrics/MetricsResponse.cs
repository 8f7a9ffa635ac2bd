using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Csv;
using EdgarApi.Financials.Metrics;

namespace EdgarApi.Api.Metrics;

internal sealed record MetricsResponse(
    [property: Description("In the order of presentation.")] IReadOnlyList<MetricResponse> Metrics) : ICsvTable
{
    [JsonIgnore]
    public IEnumerable<string> CsvColumns => ["id", "label", "unit", "statement", "isInstant", "isEssential", "definition", "concepts"];

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows => Metrics.Select(metric => (CsvCell[])
    [
        metric.Id, metric.Label, metric.Unit, metric.Statement, metric.IsInstant ? "true" : "false", metric.IsEssential ? "true" : "false",
        metric.Definition, string.Join(' ', metric.Concepts),
    ]);
}

internal sealed record MetricResponse(
    [property: Description("Stable id.")] string Id,
    [property: Description("For people.")] string Label,
    [property: Description("currency, perShare, shares or ratio.")] string Unit,
    [property: Description("The statement that shows it; null for the few that belong to none.")] string? Statement,
    [property: Description("Whether it is known at a point in time (balance sheet) or over a duration.")] bool IsInstant,
    [property: Description("Whether other lines add up to it.")] bool IsTotal,
    [property: Description("Whether fields=essential shows it.")] bool IsEssential,
    [property: Description("One sentence.")] string Definition,
    [property: Description("Where it is taken from, in order of preference.")] IReadOnlyList<string> Concepts)
{
    public static MetricResponse From(Metric metric) => new(
        metric.Id, metric.Label, GetName(metric.Unit), metric.Statement is { } kind ? Names.Statements.GetName(kind) : null, metric.IsInstant,
        metric.IsTotal, metric.IsEssential, metric.Definition, metric.Concepts);

    private static string GetName(UnitKind unit) => unit switch
    {
        UnitKind.Currency => "currency",
        UnitKind.PerShare => "perShare",
        UnitKind.Shares => "shares",
        _ => "ratio",
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MetricsResponse))]
internal sealed partial class MetricsJson : JsonSerializerContext;
