using System.Text.Json.Serialization;

namespace EdgarApi.Contracts.Responses;

/// <summary>The time series of one of several companies.</summary>
/// <param name="Company">The company.</param>
/// <param name="Currency">Reporting currency, ISO 4217; null without series.</param>
/// <param name="Metrics">
/// One series per metric, in request order. That of a metric that the company lacks has null values with a reason. Empty if the company has
/// none of the metrics.
/// </param>
public sealed record CompanySeriesResponse(
    CompanyReference Company,
    string? Currency,
    IReadOnlyList<SeriesResponse> Metrics)
{
    /// <summary>Why the company has no series; absent if it has.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>notLoaded, noPeriods, noValues or outsideWindow; absent if the company has series.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ReasonCode { get; init; }

    /// <summary>Calendar periods of the page for which the company has no fiscal period. With calendar=true.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? MissingPeriods { get; init; }
}
