using System.Text.Json.Serialization;

namespace EdgarApi.Contracts.Responses;

/// <summary>A page of a statement of several companies.</summary>
public record SeveralStatementsResponse : IPage
{
    /// <summary>income, balance or cashflow.</summary>
    public required string Statement { get; init; }

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

    /// <summary>
    /// What does not compare in this response, such as different currencies, or which companies have no such statement.
    /// </summary>
    public required IReadOnlyList<ComparisonNote> Notes { get; init; }

    /// <summary>Calendar periods of the page, newest first. With calendar=true.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? CalendarPeriods { get; init; }

    /// <summary>In request order.</summary>
    public required IReadOnlyList<CompanyStatementResponse> Companies { get; init; }
}

/// <summary>The statement of one of several companies.</summary>
public sealed record CompanyStatementResponse
{
    /// <summary>The company.</summary>
    public required CompanyReference Company { get; init; }

    /// <summary>Reporting currency of every amount, ISO 4217; null without a statement.</summary>
    public required string? Currency { get; init; }

    /// <summary>Newest first. Each company has its own fiscal periods.</summary>
    public required IReadOnlyList<PeriodResponse> Periods { get; init; }

    /// <summary>In presentation order.</summary>
    public required IReadOnlyList<StatementLineResponse> Lines { get; init; }

    /// <summary>Equations that the numbers must satisfy, with their results. With fields=all or fields=checks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<StatementCheckResponse>? Checks { get; init; }

    /// <summary>Why the company has no statement; absent if it has.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>notLoaded, noPeriods, noStatement, noLines or outsideWindow; absent if the company has a statement.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ReasonCode { get; init; }

    /// <summary>Calendar periods of the page for which the company has no fiscal period. With calendar=true.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? MissingPeriods { get; init; }
}
