using System.Text.Json.Serialization;

namespace EdgarApi.Contracts.Responses;

/// <summary>The overview of a company.</summary>
public record OverviewResponse
{
    /// <summary>Profile of the company.</summary>
    public required ProfileResponse Company { get; init; }

    /// <summary>Reporting currency, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>
    /// Version of the rules that computed the values. A new version may change values of unchanged data; the changelog lists the metrics.
    /// </summary>
    public required int RulesVersion { get; init; }

    /// <summary>Key metrics of the latest fiscal year.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PeriodMetricsResponse? Annual { get; init; }

    /// <summary>Key metrics of the trailing twelve months.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PeriodMetricsResponse? Ttm { get; init; }

    /// <summary>Key metrics of the latest balance sheet.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PeriodMetricsResponse? LatestBalance { get; init; }

    /// <summary>Margins and other ratios by id; null if a ratio cannot be computed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, decimal?>? Ratios { get; init; }

    /// <summary>The available data.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CoverageResponse? Coverage { get; init; }

    /// <summary>Newest first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FilingResponse>? LatestFilings { get; init; }

    /// <summary>Summary of the checks on the latest five fiscal years and eight quarters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public QualityResponse? Quality { get; init; }
}
