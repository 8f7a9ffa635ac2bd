using System.Text.Json.Serialization;

namespace EdgarApi.Contracts.Responses;

/// <summary>Key metrics of a period.</summary>
/// <param name="Period">The period.</param>
/// <param name="Metrics">Values by metric id; null if there is no value.</param>
/// <param name="Reasons">Why each null value is missing; absent if no value is null.</param>
/// <param name="ReasonCodes">Machine-readable reason codes, for example notReported; docs/accuracy.md lists them.</param>
/// <param name="Sources">The source of each value. With fields=all or fields=sources.</param>
public sealed record PeriodMetricsResponse(
    PeriodResponse Period,
    IReadOnlyDictionary<string, decimal?> Metrics,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? Reasons,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? ReasonCodes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, SourceResponse>? Sources);
