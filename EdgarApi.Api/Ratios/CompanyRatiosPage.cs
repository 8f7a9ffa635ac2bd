using EdgarApi.Api.Windows;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Ratios;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Ratios;

/// <summary>One company's part of a page of ratios.</summary>
/// <param name="Company">The company.</param>
/// <param name="Ratios">The ratios; null if the company has no periods on the page.</param>
/// <param name="HasOlder">Whether older periods follow.</param>
internal sealed record CompanyRatiosPage(CompanyEntry Company, CompanyRatios? Ratios, bool HasOlder) : ICompanyPage<CompanyRatiosPage>
{
    /// <summary>Why there are no ratios; null if there are.</summary>
    public CompanyGap? Gap { get; init; }

    /// <summary>Newest first.</summary>
    public IEnumerable<FiscalPeriod> Periods => Ratios?.Periods ?? [];

    public static CompanyRatiosPage CreateEmpty(CompanyEntry company, bool hasOlder = false) => new(company, null, hasOlder);

    public CompanyRatiosPage WithGap(CompanyGap gap) => this with { Gap = gap };

    /// <summary>Builds the ratios of the selected periods.</summary>
    public static CompanyRatiosPage Build(CompanyEntry company, CompanyFacts facts, PeriodSelection selection, RatiosQuery query)
    {
        var built = RatioBuilder.Build(facts, query.Fields.Ratios, query.Frequency, selection, query.Options);
        return built.Periods.Count == 0 ? CreateEmpty(company) : new(company, built, built.HasOlder);
    }

    public CompanyRatiosPage Keep(IReadOnlySet<FiscalPeriod> periods, bool hasOlder)
    {
        var ratios = Ratios!;
        var kept = ratios.Periods.Index().Where(period => periods.Contains(period.Item)).ToList();
        return this with
        {
            Ratios = ratios with
            {
                Periods = [.. kept.Select(period => period.Item)],
                Ratios = [.. ratios.Ratios.Select(line => line with { Values = [.. kept.Select(period => line.Values[period.Index])] })],
            },
            HasOlder = hasOlder,
        };
    }
}
