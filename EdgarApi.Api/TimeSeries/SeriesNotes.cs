using EdgarApi.Api.Contract;
using EdgarApi.Financials.Metrics;

namespace EdgarApi.Api.TimeSeries;

/// <summary>Finds what a comparison of the companies must know.</summary>
internal static class SeriesNotes
{
    private const string NoCommonCurrency = "noCommonCurrency";
    private const string CompaniesWithoutSeries = "companiesWithoutSeries";

    public static IReadOnlyList<string> Codes { get; } = [NoCommonCurrency, CompaniesWithoutSeries];

    public static IEnumerable<SeriesNote> Find(TimeSeriesQuery query, IReadOnlyList<CompanyPage> pages)
    {
        var hasAmounts = query.Metrics.Any(metric => metric.Unit is UnitKind.Currency or UnitKind.PerShare);
        var currencies = pages.Where(page => page.Gap is null).GroupBy(page => page.Currency, StringComparer.Ordinal).ToList();
        if (hasAmounts && currencies.Count > 1)
        {
            var texts = currencies.Select(group => $"{string.Join(", ", GetIds(group))} in {group.Key}");
            yield return new(
                NoCommonCurrency, $"amounts are not converted: {string.Join("; ", texts)}", [.. currencies.SelectMany(GetIds)]);
        }

        var without = pages.Where(page => page.Gap is not null).ToList();
        if (without.Count > 0)
            yield return new(CompaniesWithoutSeries, $"no series for {string.Join(", ", GetIds(without))}", [.. GetIds(without)]);
    }

    private static IEnumerable<string> GetIds(IEnumerable<CompanyPage> pages) =>
        pages.Select(page => CompanyReference.GetId(page.Company));
}
