using EdgarApi.Api.Contract;
using EdgarApi.Api.Requests;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.TimeSeries;

/// <summary>Why a company has no series in a response for several companies.</summary>
internal enum CompanyGap
{
    /// <summary>The company's data is not in the database.</summary>
    NotLoaded,

    /// <summary>The company has no period of the requested length, for example no quarters.</summary>
    NoPeriods,

    /// <summary>The company has such periods, but none of the metrics.</summary>
    NoValues,

    /// <summary>The company has values, but only outside of from and to or on an earlier page.</summary>
    OutsideWindow,
}

/// <summary>Names and texts of <see cref="CompanyGap"/>.</summary>
internal static class CompanyGaps
{
    public static readonly NamedValues<CompanyGap> Names = new(
        ("notLoaded", CompanyGap.NotLoaded), ("noPeriods", CompanyGap.NoPeriods), ("noValues", CompanyGap.NoValues),
        ("outsideWindow", CompanyGap.OutsideWindow));

    /// <summary>A balance at the end of a year does not make the fourth quarter a period.</summary>
    private static readonly List<Metric> Durations = [.. MetricCatalog.All.Where(metric => !metric.IsInstant)];

    /// <summary>Explains an empty result for a company.</summary>
    /// <param name="facts">The company's facts; null if its data is not loaded.</param>
    /// <param name="query">The query.</param>
    public static CompanyGap Explain(CompanyFacts? facts, TimeSeriesQuery query)
    {
        if (facts is null) return CompanyGap.NotLoaded;
        if (HasValues(facts, query.Metrics, query)) return CompanyGap.OutsideWindow;
        return HasValues(facts, Durations, query) ? CompanyGap.NoValues : CompanyGap.NoPeriods;
    }

    public static string GetText(CompanyGap gap, CompanyEntry company, TimeSeriesQuery query)
    {
        var frequency = Contract.Names.Frequencies.GetName(query.Frequency);
        return gap switch
        {
            CompanyGap.NotLoaded => $"the data of {company.Name} is not loaded",
            CompanyGap.NoPeriods => $"{company.Name} has no {PeriodNames.GetPlural(query.Frequency)}",
            CompanyGap.NoValues => $"{company.Name} has {frequency} periods, but none of these metrics",
            _ => $"{company.Name} has no {frequency} values in this window",
        };
    }

    private static bool HasValues(CompanyFacts facts, IReadOnlyList<Metric> metrics, TimeSeriesQuery query) =>
        TimeSeriesBuilder.Build(facts, metrics, query.Frequency, 1, query.Options).Series
            .Any(series => series.Points.Any(point => point.Value.Value is not null));
}
