using System.Text.Json.Serialization;

namespace EdgarApi.Contracts.Responses;

/// <summary>A page of time series of several companies.</summary>
public record SeveralTimeSeriesResponse : IPage
{
    /// <summary>annual, quarterly or ttm.</summary>
    public required string Freq { get; init; }

    /// <summary>URL of the page with older periods; null on the last page.</summary>
    public required string? Next { get; init; }

    /// <summary>What does not compare in this response, such as different currencies, or which companies have no series.</summary>
    public required IReadOnlyList<SeriesNote> Notes { get; init; }

    /// <summary>Calendar periods of the page, oldest first. With calendar=true.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? CalendarPeriods { get; init; }

    /// <summary>In request order.</summary>
    public required IReadOnlyList<CompanySeriesResponse> Companies { get; init; }

    /// <summary>
    /// Version of the rules that computed the values. A new version may change values of unchanged data; the changelog lists the metrics.
    /// </summary>
    public required int RulesVersion { get; init; }
}

/// <summary>Something that a comparison of the companies must know.</summary>
/// <param name="Code">noCommonCurrency or companiesWithoutSeries.</param>
/// <param name="Text">The note as text.</param>
/// <param name="Companies">Tickers, or CIKs of filers without one, of the companies concerned.</param>
public sealed record SeriesNote(
    string Code,
    string Text,
    IReadOnlyList<string> Companies);
