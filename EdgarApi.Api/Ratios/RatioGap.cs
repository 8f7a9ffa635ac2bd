using EdgarApi.Api.Contract;
using EdgarApi.Api.Requests;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Ratios;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Ratios;

/// <summary>Why a company has no ratios in a response for several companies.</summary>
internal enum RatioGap
{
    /// <summary>The company's data is not in the database.</summary>
    NotLoaded,

    /// <summary>The company has no period of the requested length, for example no quarters.</summary>
    NoPeriods,

    /// <summary>The company has such periods, but only outside of from and to or on an earlier page.</summary>
    OutsideWindow,
}

/// <summary>Names and texts of <see cref="RatioGap"/>.</summary>
internal static class RatioGaps
{
    public static readonly NamedValues<RatioGap> Names = new(
        ("notLoaded", RatioGap.NotLoaded), ("noPeriods", RatioGap.NoPeriods), ("outsideWindow", RatioGap.OutsideWindow));

    /// <summary>Explains why a company has no periods on the page.</summary>
    /// <param name="facts">The company's facts; null if its data is not loaded.</param>
    /// <param name="query">The query.</param>
    public static RatioGap Explain(CompanyFacts? facts, RatiosQuery query) =>
        facts is null ? RatioGap.NotLoaded
        : RatioBuilder.Build(facts, [], query.Frequency, periods: 1, query.Options).Periods.Count == 0 ? RatioGap.NoPeriods
        : RatioGap.OutsideWindow;

    public static string GetText(RatioGap gap, CompanyEntry company, RatiosQuery query)
    {
        var asOf = query.Options.AsOf is { } day ? $" as of {day:yyyy-MM-dd}" : "";
        return gap switch
        {
            RatioGap.NotLoaded => $"the data of {company.Name} is not loaded",
            RatioGap.NoPeriods => $"{company.Name} has no {PeriodNames.GetPlural(query.Frequency)}{asOf}",
            _ => $"{company.Name} has no {Contract.Names.Frequencies.GetName(query.Frequency)} periods in this window",
        };
    }
}
