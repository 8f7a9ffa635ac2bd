using EdgarApi.Api.Contract;
using EdgarApi.Financials.Metrics;

namespace EdgarApi.Api.Csv;

/// <summary>
/// A row of the long shape: one value with its company, period, unit and source, or the reason why it is missing. The columns do not
/// depend on the request, so that files of different requests can be appended to each other.
/// </summary>
internal sealed record LongRow(CompanyReference Company)
{
    public static readonly IReadOnlyList<string> Columns =
    [
        "company", "period", "start", "end", "metric", "value", "unit", "reason", "concept", "accession", "filed", "cik", "label",
        "reasonCode", "form", "derivation", "growth", "calendarPeriod",
    ];

    /// <summary>Key of the period; null for a company without values.</summary>
    public string? Period { get; init; }

    public DateOnly? Start { get; init; }

    public DateOnly? End { get; init; }

    public string? CalendarPeriod { get; init; }

    /// <summary>Metric id, ratio id, or taxonomy:Concept of the reported view.</summary>
    public string? Metric { get; init; }

    public string? Label { get; init; }

    public decimal? Value { get; init; }

    /// <summary>Currency, <c>shares</c>, <c>USD/shares</c> or <c>pure</c>.</summary>
    public string? Unit { get; init; }

    public string? Reason { get; init; }

    public string? ReasonCode { get; init; }

    public SourceResponse? Source { get; init; }

    public decimal? Growth { get; init; }

    /// <summary>The cells in the order of <see cref="Columns"/>.</summary>
    public IEnumerable<CsvCell> Cells =>
    [
        Company.Id, Period, Start, End, Metric, Value, Unit, Reason, Source?.Concept, Source?.Accession, Source?.Filed,
        Company.Cik, Label, ReasonCode, Source?.Form, Source?.Derivation, Growth, CalendarPeriod,
    ];

    /// <summary>A row with the members of a period.</summary>
    public static LongRow From(CompanyReference company, PeriodResponse period) => new(company)
    {
        Period = period.Key,
        Start = period.Start,
        End = period.End,
        CalendarPeriod = period.CalendarPeriod,
    };

    /// <summary>The row of a company without values.</summary>
    public static LongRow FromGap(CompanyReference company, string? reason, string? reasonCode) =>
        new(company) { Reason = reason, ReasonCode = reasonCode };

    /// <summary>Gets the unit of a metric's values.</summary>
    /// <param name="unit">Kind of unit.</param>
    /// <param name="currency">Reporting currency, ISO 4217.</param>
    public static string GetUnit(UnitKind unit, string currency) => unit switch
    {
        UnitKind.Currency => currency,
        UnitKind.PerShare => $"{currency}/shares",
        UnitKind.Shares => "shares",
        _ => "pure",
    };
}
