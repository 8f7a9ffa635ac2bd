using EdgarApi.Api.Windows;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Ratios;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Ratios;

/// <summary>Why companies have no ratios in a response for several companies.</summary>
internal static class RatioGaps
{
    public static IReadOnlyList<string> Codes { get; } = [CompanyGap.NotLoaded, CompanyGap.NoPeriods, CompanyGap.OutsideWindow];

    /// <summary>Explains why a company has no periods on the page.</summary>
    /// <param name="company">The company.</param>
    /// <param name="facts">Its facts; null if its data is not loaded.</param>
    /// <param name="query">The query.</param>
    public static CompanyGap Explain(CompanyEntry company, CompanyFacts? facts, RatiosQuery query)
    {
        if (facts is null) return CompanyGap.FromNotLoaded(company);
        return RatioBuilder.Build(facts, [], query.Frequency, periods: 1, query.Options).Periods.Count == 0
            ? CompanyGap.FromNoPeriods(company, query.Frequency, query.Options.AsOf)
            : CompanyGap.FromOutsideWindow(company, query.Frequency, "periods");
    }
}
