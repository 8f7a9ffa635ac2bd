using System.ComponentModel;
using System.Text.Json.Serialization;

namespace EdgarApi.Api.Agents.Results;

/// <summary>Companies that match a search.</summary>
internal sealed record AgentCompanies
{
    public required int Total { get; init; }

    public required IReadOnlyList<CompanyResponse> Companies { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cursor { get; init; }
}

/// <summary>Filings of a company.</summary>
internal sealed record AgentFilings
{
    public required CompanyReference Company { get; init; }

    public required int Total { get; init; }

    public required IReadOnlyList<FilingResponse> Filings { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cursor { get; init; }
}

/// <summary>Facts of a company as filed.</summary>
internal sealed record AgentFacts
{
    public required CompanyReference Company { get; init; }

    public required int Total { get; init; }

    public required IReadOnlyList<FactResponse> Facts { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cursor { get; init; }
}

/// <summary>The catalog of metrics.</summary>
internal sealed record AgentMetrics
{
    public required IReadOnlyList<AgentMetric> Metrics { get; init; }
}

/// <summary>A metric of the catalog.</summary>
internal sealed record AgentMetric
{
    public required string Id { get; init; }

    public required string Unit { get; init; }

    [Description("Absent for the few metrics outside the statements, and with the argument statement.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Statement { get; init; }

    [Description("The kind of filer that has the metric; absent if all have it.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Family { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Definition { get; init; }
}
