using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.TimeSeries;

/// <summary>One company's part of a page of time series.</summary>
/// <param name="Company">The company.</param>
/// <param name="Currency">Reporting currency; null without series.</param>
/// <param name="Series">One per metric; empty if the company has no value on the page.</param>
/// <param name="HasOlder">Whether older periods follow.</param>
internal sealed record CompanyPage(CompanyEntry Company, string? Currency, IReadOnlyList<MetricSeries> Series, bool HasOlder)
{
    /// <summary>Why there are no series; null if there are.</summary>
    public CompanyGap? Gap { get; init; }

    /// <summary>Whether any point has a value.</summary>
    public bool HasValues => Series.Any(series => series.Points.Any(point => point.Value.Value is not null));

    /// <summary>End of the oldest period as a day number; 0 without older periods. It is the company's position in the cursor.</summary>
    public int Position => HasOlder ? Series.Min(series => series.Points[0].Period.End.DayNumber) : 0;

    /// <summary>The fiscal periods, oldest first.</summary>
    public IEnumerable<FiscalPeriod> Periods =>
        Series.SelectMany(series => series.Points).Select(point => point.Period).Distinct().OrderBy(period => period.End);

    public static CompanyPage Empty(CompanyEntry company) => new(company, null, [], HasOlder: false);

    /// <summary>A page of series computed from facts.</summary>
    public static CompanyPage From(CompanyEntry company, CompanySeries built) => built.Series.All(series => series.Points.Count == 0)
        ? Empty(company)
        : new(company, built.Currency, built.Series, built.HasOlder);

    /// <summary>Drops the points of all other periods.</summary>
    public CompanyPage Keep(IReadOnlySet<FiscalPeriod> periods, bool hasOlder) => this with
    {
        Series =
        [
            .. Series.Select(series => series with { Points = [.. series.Points.Where(point => periods.Contains(point.Period))] })
                .Where(series => series.Points.Count > 0),
        ],
        HasOlder = hasOlder,
    };
}
