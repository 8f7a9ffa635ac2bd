using EdgarApi.Api.Windows;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.TimeSeries;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.TimeSeries;

/// <summary>One company's part of a page of time series.</summary>
/// <param name="Company">The company.</param>
/// <param name="Currency">Reporting currency; null without series.</param>
/// <param name="Series">One per metric; empty if the company has no value of any metric on the page.</param>
/// <param name="HasOlder">Whether older periods follow.</param>
internal sealed record CompanyPage(CompanyEntry Company, string? Currency, IReadOnlyList<MetricSeries> Series, bool HasOlder)
    : ICompanyPage<CompanyPage>
{
    /// <summary>Why there are no series; null if there are.</summary>
    public CompanyGap? Gap { get; init; }

    /// <summary>Whether any point has a value.</summary>
    public bool HasValues => Series.Any(series => series.Points.Any(point => point.Value.Value is not null));

    /// <summary>The fiscal periods, oldest first. All series have the same.</summary>
    public IEnumerable<FiscalPeriod> Periods => Series.Count == 0 ? [] : Series[0].Points.Select(point => point.Period);

    public static CompanyPage CreateEmpty(CompanyEntry company, bool hasOlder = false) => new(company, null, [], hasOlder);

    public CompanyPage WithGap(CompanyGap gap) => this with { Gap = gap };

    /// <summary>A page of series computed from facts.</summary>
    public static CompanyPage From(CompanyEntry company, CompanySeries built) => built.Series.All(series => series.Points.Count == 0)
        ? CreateEmpty(company)
        : new(company, built.Currency, built.Series, built.HasOlder);

    public CompanyPage Keep(IReadOnlySet<FiscalPeriod> periods, bool hasOlder) => this with
    {
        Series =
        [
            .. Series.Select(series => series with { Points = [.. series.Points.Where(point => periods.Contains(point.Period))] }),
        ],
        HasOlder = hasOlder,
    };
}
