using System.ComponentModel;
using System.Text.Json.Serialization;

namespace EdgarApi.Api.Agents.Results;

/// <summary>The profile of a company with its key metrics.</summary>
internal sealed record AgentCompany
{
    public required ProfileResponse Company { get; init; }

    public required string Currency { get; init; }

    [Description("Key metrics of the latest fiscal year.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AgentMetricColumn? Annual { get; init; }

    [Description("Key metrics of the trailing twelve months.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AgentMetricColumn? Ttm { get; init; }

    [Description("Key metrics of the latest balance sheet.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AgentMetricColumn? LatestBalance { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, decimal?>? Ratios { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CoverageResponse? Coverage { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FilingResponse>? LatestFilings { get; init; }

    public static AgentCompany From(OverviewResponse overview) => new()
    {
        Company = overview.Company,
        Currency = overview.Currency,
        Annual = AgentMetricColumn.From(overview.Annual, overview.Company.Cik),
        Ttm = AgentMetricColumn.From(overview.Ttm, overview.Company.Cik),
        LatestBalance = AgentMetricColumn.From(overview.LatestBalance, overview.Company.Cik),
        Ratios = overview.Ratios,
        Coverage = overview.Coverage,
        LatestFilings = overview.LatestFilings,
    };
}

/// <summary>Key metrics of a period.</summary>
internal sealed record AgentMetricColumn
{
    public required AgentColumn Period { get; init; }

    public required IReadOnlyDictionary<string, decimal?> Metrics { get; init; }

    [Description("Reason codes of null values by metric.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Missing { get; init; }

    public static AgentMetricColumn? From(PeriodMetricsResponse? part, string cik) => part is null ? null : new()
    {
        Period = AgentColumn.From(part.Period, cik, part.Sources?.Values ?? []), Metrics = part.Metrics, Missing = part.ReasonCodes,
    };
}
