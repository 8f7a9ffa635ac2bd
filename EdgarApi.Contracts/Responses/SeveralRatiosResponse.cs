using System.Text.Json.Serialization;

namespace EdgarApi.Contracts.Responses;

/// <summary>A page of the ratios of several companies.</summary>
public record SeveralRatiosResponse : IPage
{
    /// <summary>annual, quarterly or ttm.</summary>
    public required string Freq { get; init; }

    /// <summary>latest or original.</summary>
    public required string Vintage { get; init; }

    /// <summary>The requested point in time; null for now.</summary>
    public required DateOnly? AsOf { get; init; }

    /// <summary>
    /// Version of the rules that computed the values. A new version may change values of unchanged data; the changelog lists the metrics.
    /// </summary>
    public required int RulesVersion { get; init; }

    /// <summary>URL of the page with older periods; null on the last page.</summary>
    public required string? Next { get; init; }

    /// <summary>What a comparison must know, such as which companies have no ratios, or operands in different currencies.</summary>
    public required IReadOnlyList<ComparisonNote> Notes { get; init; }

    /// <summary>Calendar periods of the page, newest first. With calendar=true.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? CalendarPeriods { get; init; }

    /// <summary>In request order.</summary>
    public required IReadOnlyList<CompanyRatiosResponse> Companies { get; init; }
}

/// <summary>The ratios of one of several companies.</summary>
public sealed record CompanyRatiosResponse
{
    /// <summary>The company.</summary>
    public required CompanyReference Company { get; init; }

    /// <summary>Reporting currency of the operands, ISO 4217; null without ratios.</summary>
    public required string? Currency { get; init; }

    /// <summary>Newest first. Each company has its own fiscal periods.</summary>
    public required IReadOnlyList<PeriodResponse> Periods { get; init; }

    /// <summary>In catalog order, or in request order; empty without periods.</summary>
    public required IReadOnlyList<RatioResponse> Ratios { get; init; }

    /// <summary>Why the company has no ratios; absent if it has.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>notLoaded, noPeriods or outsideWindow; absent if the company has ratios.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ReasonCode { get; init; }

    /// <summary>Calendar periods of the page for which the company has no fiscal period. With calendar=true.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? MissingPeriods { get; init; }
}
