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
    : IPeriodQuery<TimeSeriesQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        CommonParameters.Metrics, CommonParameters.Periods, .. PeriodWindow.Parameters, CommonParameters.Freq, CommonParameters.AsOf,
        CommonParameters.Vintage, CommonParameters.Adjusted, PointFields.GrowthParameter, PointFields.Parameter,
        .. RequestedFormat.LongParameters,
    ];

    public TierNeeds Needs => new(Periods: Window.Periods);

    public string Canonical => $"{Meaning}:{Window.Cursor?.Text}";

    public string SeveralPath => ApiRoutes.TimeSeries;

    /// <summary>Whether the values stored by the ingest apply: the newest periods, latest vintage, split-adjusted.</summary>
    public bool UsesStoredValues => Window.IsNewest && Options == new StatementOptions();

    /// <summary>
    /// Number of stored periods to read: one more shows whether there is another page. Growth also needs those of the year before the
    /// oldest one.
    /// </summary>
    public int PeriodsToRead => Window.Periods + (Fields.Growth && Frequency != Frequency.Annual ? 4 : 1);

    /// <summary>The meaning of all pages.</summary>
    private string Meaning => string.Join(':',
        string.Join(',', Metrics.Select(metric => metric.Id)), Names.Frequencies.GetName(Frequency), Window.Meaning,
        CommonParameters.Canonical(Options), Fields.Canonical);

    public static TimeSeriesQuery Read(QueryReader reader) => new(
        reader.Get(CommonParameters.Metrics), reader.Get(CommonParameters.Freq), PeriodWindow.Read(reader),
        CommonParameters.ReadOptions(reader), PointFields.Read(reader));

    public uint GetScope(params IEnumerable<CompanyEntry> companies) =>
        PageCursor.GetScope($"timeseries:{string.Join(',', companies.Select(company => company.Cik))}:{Meaning}");

    /// <summary>The URL of the page that follows one.</summary>
    public string GetNext(CompanyEntry company, FiscalPeriod oldest) =>
        $"{ApiRoutes.Companies}/{CompanyReference.GetId(company)}/timeseries"
        + QueryLink.Create(GetLinkParameters(new PageCursor(GetScope(company), [oldest.End.DayNumber])));

    public IEnumerable<(QueryParameter Parameter, object? Value)> GetLinkParameters(PageCursor next) =>
    [
        (CommonParameters.Metrics, string.Join(',', Metrics.Select(metric => metric.Id))), .. Window.GetLinkParameters(next),
        (CommonParameters.Freq, Names.Frequencies.GetName(Frequency)), .. CommonParameters.GetLinkParameters(Options),
        (PointFields.Parameter, Fields.Text),
    ];
}
