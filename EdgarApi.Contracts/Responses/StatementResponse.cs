using System.Text.Json.Serialization;

namespace EdgarApi.Contracts.Responses;

/// <summary>A page of a financial statement.</summary>
public record StatementResponse : IPage
{
    /// <summary>The company.</summary>
    public required CompanyReference Company { get; init; }

    /// <summary>income, balance or cashflow.</summary>
    public required string Statement { get; init; }

    /// <summary>annual, quarterly or ttm.</summary>
    public required string Freq { get; init; }

    /// <summary>standard or reported.</summary>
    public required string View { get; init; }

    /// <summary>latest or original.</summary>
    public required string Vintage { get; init; }

    /// <summary>The requested point in time; null for now.</summary>
    public required DateOnly? AsOf { get; init; }

    /// <summary>Reporting currency of every amount, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>
    /// Version of the rules that computed the values. A new version may change values of unchanged data; the changelog lists the metrics.
    /// </summary>
    public required int RulesVersion { get; init; }

    /// <summary>URL of the page with older periods; null on the last page.</summary>
    public required string? Next { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<PeriodResponse> Periods { get; init; }

    /// <summary>In presentation order.</summary>
    public required IReadOnlyList<StatementLineResponse> Lines { get; init; }

    /// <summary>
    /// With view=reported: values for these periods that belong to none of the three statements, such as notes, details and changes in
    /// equity.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<StatementLineResponse>? Unclassified { get; init; }

    /// <summary>Equations that the numbers must satisfy, with their results. With fields=all or fields=checks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<StatementCheckResponse>? Checks { get; init; }
}
