using EdgarApi.Api.Contract;
using EdgarApi.Api.RateLimits;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Api.TimeSeries;

internal sealed record TimeSeriesQuery(
    IReadOnlyList<Metric> Metrics, Frequency Frequency, int Periods, StatementOptions Options, PointFields Fields) : IQuery<TimeSeriesQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        CommonParameters.Metrics, CommonParameters.Periods, CommonParameters.Freq, CommonParameters.AsOf, CommonParameters.Vintage,
        CommonParameters.Adjusted, PointFields.GrowthParameter, PointFields.Parameter, MediaType.Parameter,
    ];

    public TierNeeds Needs => new(Periods: Periods);

    public string Canonical => string.Join(':',
        string.Join(',', Metrics.Select(metric => metric.Id)), Names.Frequencies.GetName(Frequency), Periods,
        CommonParameters.Canonical(Options), Fields.Canonical);

    public static TimeSeriesQuery Read(QueryReader reader) => new(
        reader.Get(CommonParameters.Metrics), reader.Get(CommonParameters.Freq), reader.Get(CommonParameters.Periods),
        CommonParameters.ReadOptions(reader), PointFields.Read(reader));
}

/// <summary>A time series query for several companies.</summary>
internal sealed record SeveralTimeSeriesQuery(
    IReadOnlyList<Metric> Metrics, Frequency Frequency, int Periods, StatementOptions Options, PointFields Fields)
    : IQuery<SeveralTimeSeriesQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        RequestedCompanies.Parameter, CommonParameters.Metrics, CommonParameters.Periods, CommonParameters.Freq, CommonParameters.AsOf,
        CommonParameters.Vintage, CommonParameters.Adjusted, PointFields.GrowthParameter, PointFields.Parameter, MediaType.Parameter,
    ];

    public TierNeeds Needs => new(Periods: Periods);

    public string Canonical => string.Join(':',
        string.Join(',', Metrics.Select(metric => metric.Id)), Names.Frequencies.GetName(Frequency), Periods,
        CommonParameters.Canonical(Options), Fields.Canonical);

    /// <summary>Whether the values stored by the ingest apply: latest vintage, split-adjusted.</summary>
    public bool UsesStoredValues => Options == new StatementOptions();

    /// <summary>Number of periods to read. Growth also needs the periods of the year before the oldest one shown.</summary>
    public int PeriodsToRead => Periods + (!Fields.Growth ? 0 : Frequency == Frequency.Annual ? 1 : 4);

    public static SeveralTimeSeriesQuery Read(QueryReader reader)
    {
        reader.Get(RequestedCompanies.Parameter);
        return new(reader.Get(CommonParameters.Metrics), reader.Get(CommonParameters.Freq), reader.Get(CommonParameters.Periods),
            CommonParameters.ReadOptions(reader), PointFields.Read(reader));
    }
}
