using EdgarApi.Api.Contract;
using EdgarApi.Api.Windows;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.TimeSeries;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.TimeSeries;

/// <summary>Why companies have no series in a response for several companies.</summary>
internal static class SeriesGaps
{
    private const string NoValues = "noValues";

    public static IReadOnlyList<string> Codes { get; } =
        [CompanyGap.NotLoaded, CompanyGap.NoPeriods, NoValues, CompanyGap.OutsideWindow];

    /// <summary>A balance at the end of a year does not make the fourth quarter a period.</summary>
    private static readonly List<Metric> Durations = [.. MetricCatalog.All.Where(metric => !metric.IsInstant)];

    /// <summary>Explains an empty result for a company.</summary>
    /// <param name="company">The company.</param>
    /// <param name="facts">Its facts; null if its data is not loaded.</param>
    /// <param name="query">The query.</param>
    public static CompanyGap Explain(CompanyEntry company, CompanyFacts? facts, TimeSeriesQuery query)
    {
        if (facts is null) return CompanyGap.FromNotLoaded(company);
        if (HasValues(facts, query.Metrics, query)) return FromOutsideWindow(company, query);
        return HasValues(facts, Durations, query)
            ? new(NoValues, $"{company.Name} has {Names.Frequencies.GetName(query.Frequency)} periods, but none of these metrics")
            : CompanyGap.FromNoPeriods(company, query.Frequency);
    }

    public static CompanyGap FromOutsideWindow(CompanyEntry company, TimeSeriesQuery query) =>
        CompanyGap.FromOutsideWindow(company, query.Frequency, "values");

    private static bool HasValues(CompanyFacts facts, IReadOnlyList<Metric> metrics, TimeSeriesQuery query) =>
        TimeSeriesBuilder.Build(facts, metrics, query.Frequency, 1, query.Options).Series
            .Any(series => series.Points.Any(point => point.Value.Value is not null));
}
