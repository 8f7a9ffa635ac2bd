using EdgarApi.Api.Problems;
using EdgarApi.Api.Responses;
using EdgarApi.Api.Windows;
using EdgarApi.Caching.Facts;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements.Rules;
using EdgarApi.Financials.TimeSeries;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Metrics;

namespace EdgarApi.Api.TimeSeries;

/// <summary>
/// Reads a page of time series of several companies. The newest periods come from the values that the ingest stored. Other windows, dates
/// and vintages are computed from facts, as is everything for a company that lacks a stored value.
/// </summary>
internal sealed class SeveralSeriesReader(IMetricValueReader stored, ICompanyFactsReader facts)
{
    public async ValueTask<Computed<SeveralTimeSeriesTable>> GetAsync(
        IReadOnlyList<CompanyEntry> companies, SeveralQuery<TimeSeriesQuery> query, CancellationToken cancellationToken)
    {
        if (query.FindProblem(companies) is { } problem) return problem;

        var (series, window) = (query.Each, query.Each.Window);
        // Values that another version of the rules computed are not read; the next ingest replaces them.
        var areCurrent = companies.All(company => !company.IsLoaded || company.RulesVersion == RulesVersion.Current);
        var read = series.UsesStoredValues && areCurrent
            ? await ReadStoredAsync(companies, series, cancellationToken)
            : await CompanyPages<CompanyPage>.ComputeAsync(
                companies, window, facts, (company, data, selection) => Build(company, data, selection, series), cancellationToken);
        var explained = await read.ExplainAsync(
            page => page.Series.Count == 0, facts, (page, data) => SeriesGaps.Explain(page.Company, data, series), cancellationToken);
        return explained.Pages.Any(page => page.HasValues) || window.Cursor is not null
            ? SeveralTimeSeriesTable.From(query, explained)
            : ApiProblem.NoCompanyHasData(
                $"such values{window.Describe()}",
                explained.Pages.Select(page => (page.Gap ?? SeriesGaps.FromOutsideWindow(page.Company, series)).Text), companies);
    }

    private async Task<CompanyPages<CompanyPage>> ReadStoredAsync(
        IReadOnlyList<CompanyEntry> companies, TimeSeriesQuery query, CancellationToken cancellationToken)
    {
        var values = await stored.GetAsync(
            companies, [.. query.Metrics.Select(metric => metric.Id)], query.Frequency, query.PeriodsToRead,
            cancellationToken);
        var byCompany = values.ToLookup(value => value.Cik);
        var pages = new List<CompanyPage>(companies.Count);
        foreach (var company in companies)
        {
            pages.Add(StoredSeries.TryCreate(company, query, [.. byCompany[company.Cik]])
                ?? await ComputeAsync(company, query, cancellationToken));
        }
        return new(pages);
    }

    /// <summary>Computes the newest periods of a company.</summary>
    private async Task<CompanyPage> ComputeAsync(CompanyEntry company, TimeSeriesQuery query, CancellationToken cancellationToken) =>
        await facts.GetAsync(company, cancellationToken) is { } data
            ? Build(company, data, query.Window.Periods, query)
            : CompanyPage.CreateEmpty(company);

    private static CompanyPage Build(CompanyEntry company, CompanyFacts facts, PeriodSelection selection, TimeSeriesQuery query) =>
        CompanyPage.From(company, TimeSeriesBuilder.Build(facts, query.Metrics, query.Frequency, selection, query.Options));
}
