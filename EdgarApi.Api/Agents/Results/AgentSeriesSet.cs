using System.ComponentModel;
using System.Text.Json.Serialization;

namespace EdgarApi.Api.Agents.Results;

/// <summary>Metrics of companies over time.</summary>
internal sealed record AgentSeriesSet
{
    public required string Freq { get; init; }

    [Description("What does not compare, such as different currencies.")]
    public required IReadOnlyList<string> Notes { get; init; }

    public required IReadOnlyList<AgentCompanySeries> Companies { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cursor { get; init; }

    public static AgentSeriesSet From(SeveralTimeSeriesResponse response, bool withGrowth) => new()
    {
        Freq = response.Freq,
        Notes = [.. response.Notes.Select(note => note.Text)],
        Companies = [.. response.Companies.Select(company => AgentCompanySeries.From(company, withGrowth))],
        Cursor = AgentCursor.From(response),
    };
}

/// <summary>The metrics of one company.</summary>
internal sealed record AgentCompanySeries
{
    public required CompanyReference Company { get; init; }

    public required string? Currency { get; init; }

    [Description("Why the company has no series.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    public required IReadOnlyList<AgentSeries> Metrics { get; init; }

    public static AgentCompanySeries From(CompanySeriesResponse company, bool withGrowth) => new()
    {
        Company = company.Company,
        Currency = company.Currency,
        Reason = company.Reason,
        Metrics = [.. company.Metrics.Select(series => AgentSeries.From(series, withGrowth))],
    };
}

/// <summary>A metric over time.</summary>
internal sealed record AgentSeries
{
    public required string Id { get; init; }

    public required string Unit { get; init; }

    [Description("Oldest first.")]
    public required IReadOnlyList<AgentPoint> Points { get; init; }

    public static AgentSeries From(SeriesResponse series, bool withGrowth) => new()
    {
        Id = series.Id, Unit = series.Unit, Points = [.. series.Points.Select(point => AgentPoint.From(point, withGrowth))],
    };
}

/// <summary>A value of a time series.</summary>
internal sealed record AgentPoint
{
    public required string Key { get; init; }

    public required DateOnly End { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CalendarPeriod { get; init; }

    public required decimal? Value { get; init; }

    [Description("Change against the same period of the previous year, as a ratio. With growth=true.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Growth { get; init; }

    [Description("Why the value is null.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ReasonCode { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Accession { get; init; }

    public static AgentPoint From(PointResponse point, bool withGrowth) => new()
    {
        Key = point.Key,
        End = point.End,
        CalendarPeriod = point.CalendarPeriod,
        Value = point.Value,
        Growth = withGrowth ? point.Growth : null,
        ReasonCode = point.ReasonCode,
        Accession = point.Source?.Accession,
    };
}
