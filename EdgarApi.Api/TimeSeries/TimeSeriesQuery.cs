using EdgarApi.Api.Contract;
using EdgarApi.Api.RateLimits;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Api.Windows;
using EdgarApi.Contracts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.TimeSeries;

internal sealed record TimeSeriesQuery(
    IReadOnlyList<Metric> Metrics, Frequency Frequency, PeriodWindow Window, StatementOptions Options, PointFields Fields)
    : IQuery<TimeSeriesQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        CommonParameters.Metrics, CommonParameters.Periods, .. PeriodWindow.Parameters, CommonParameters.Freq, CommonParameters.AsOf,
        CommonParameters.Vintage, CommonParameters.Adjusted, PointFields.GrowthParameter, PointFields.Parameter,
        .. RequestedFormat.LongParameters,
    ];

    public TierNeeds Needs => new(Periods: Window.Periods);

    public string Canonical => $"{Meaning}:{Window.Cursor?.Text}";

    /// <summary>The meaning of all pages.</summary>
    private string Meaning => string.Join(':',
        string.Join(',', Metrics.Select(metric => metric.Id)), Names.Frequencies.GetName(Frequency), Window.Meaning,
        CommonParameters.Canonical(Options), Fields.Canonical);

    public static TimeSeriesQuery Read(QueryReader reader) => new(
        reader.Get(CommonParameters.Metrics), reader.Get(CommonParameters.Freq), PeriodWindow.Read(reader),
        CommonParameters.ReadOptions(reader), PointFields.Read(reader));

    /// <summary>Hash of the meaning of all pages for these companies.</summary>
    public uint GetScope(params IEnumerable<CompanyEntry> companies) =>
        PageCursor.GetScope($"timeseries:{string.Join(',', companies.Select(company => company.Cik))}:{Meaning}");

    /// <summary>The URL of the page that follows one.</summary>
    public string GetNext(CompanyEntry company, FiscalPeriod oldest) =>
        $"{ApiRoutes.Companies}/{CompanyReference.GetId(company)}/timeseries"
        + QueryLink.Create(GetLinkParameters(new PageCursor(GetScope(company), [oldest.End.DayNumber])));

    /// <summary>The parameters of the page that begins at a cursor.</summary>
    public IEnumerable<(QueryParameter Parameter, object? Value)> GetLinkParameters(PageCursor next) =>
    [
        (CommonParameters.Metrics, string.Join(',', Metrics.Select(metric => metric.Id))), .. Window.GetLinkParameters(next),
        (CommonParameters.Freq, Names.Frequencies.GetName(Frequency)), .. CommonParameters.GetLinkParameters(Options),
        (PointFields.Parameter, Fields.Text),
    ];
}

/// <summary>A time series query for several companies.</summary>
internal sealed record SeveralTimeSeriesQuery(TimeSeriesQuery Series) : IQuery<SeveralTimeSeriesQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } = [RequestedCompanies.Parameter, .. TimeSeriesQuery.Parameters];

    public TierNeeds Needs => Series.Needs;

    public string Canonical => Series.Canonical;

    /// <summary>Whether the values stored by the ingest apply: the newest periods, latest vintage, split-adjusted.</summary>
    public bool UsesStoredValues => Series.Window.IsNewest && Series.Options == new StatementOptions();

    /// <summary>
    /// Number of periods to read: one more shows whether there is another page. Growth also needs those of the year before the oldest one.
    /// </summary>
    public int PeriodsToRead => Series.Window.Periods + (Series.Fields.Growth && Series.Frequency != Frequency.Annual ? 4 : 1);

    public static SeveralTimeSeriesQuery Read(QueryReader reader)
    {
        reader.Get(RequestedCompanies.Parameter);
        return new(TimeSeriesQuery.Read(reader));
    }

    /// <summary>The URL of the page that follows one.</summary>
    public string GetNext(IReadOnlyList<CompanyEntry> companies, IReadOnlyList<int> positions) => ApiRoutes.TimeSeries + QueryLink.Create(
        [
            (RequestedCompanies.Parameter, string.Join(',', companies.Select(CompanyReference.GetId))),
            .. Series.GetLinkParameters(new PageCursor(Series.GetScope(companies), positions)),
        ]);
}
