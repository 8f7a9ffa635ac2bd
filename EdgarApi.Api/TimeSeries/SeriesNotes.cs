using EdgarApi.Api.Contract;
using EdgarApi.Api.Windows;
using EdgarApi.Financials.Metrics;

namespace EdgarApi.Api.TimeSeries;

/// <summary>Finds what a comparison of the companies must know.</summary>
internal static class SeriesNotes
{
    private const string CompaniesWithoutSeries = "companiesWithoutSeries";

    public static IReadOnlyList<string> Codes { get; } = [CommonCurrency.NoteCode, CompaniesWithoutSeries];

    public static IEnumerable<SeriesNote> Find(TimeSeriesQuery query, CompanyPages<CompanyPage> read)
    {
        var hasAmounts = query.Metrics.Any(metric => metric.Unit is UnitKind.Currency or UnitKind.PerShare);
        var present = read.Present.Select(page => (page.Company, page.Currency));
        if (hasAmounts && CommonCurrency.FindDifference(present) is { } difference)
            yield return new(CommonCurrency.NoteCode, difference.Text, difference.Companies);

        string[] without = [.. read.Absent.Select(CompanyReference.GetId)];
        if (without.Length > 0)
            yield return new(CompaniesWithoutSeries, $"no series for {string.Join(", ", without)}", without);
    }
}
