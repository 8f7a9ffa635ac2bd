using EdgarApi.Api.Contract;
using EdgarApi.Financials.Metrics;

namespace EdgarApi.Api.TimeSeries;

/// <summary>Finds what a comparison of the companies must know.</summary>
internal static class SeriesNotes
{
    private const string CompaniesWithoutSeries = "companiesWithoutSeries";

    public static IReadOnlyList<string> Codes { get; } = [CommonCurrency.NoteCode, CompaniesWithoutSeries];

    public static IEnumerable<SeriesNote> Find(TimeSeriesQuery query, IReadOnlyList<CompanyPage> pages)
    {
        var hasAmounts = query.Metrics.Any(metric => metric.Unit is UnitKind.Currency or UnitKind.PerShare);
        var present = pages.Where(page => page.Gap is null).Select(page => (page.Company, page.Currency));
        if (hasAmounts && CommonCurrency.FindDifference(present) is { } difference)
            yield return new(CommonCurrency.NoteCode, difference.Text, difference.Companies);

        var without = pages.Where(page => page.Gap is not null).ToList();
        if (without.Count > 0)
            yield return new(CompaniesWithoutSeries, $"no series for {string.Join(", ", GetIds(without))}", [.. GetIds(without)]);
    }

    private static IEnumerable<string> GetIds(IEnumerable<CompanyPage> pages) =>
        pages.Select(page => CompanyReference.GetId(page.Company));
}
