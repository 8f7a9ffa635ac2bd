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
        IReadOnlyList<CompanyEntry> companies, SeveralTimeSeriesQuery query, CancellationToken cancellationToken)
    {
        var (series, window) = (query.Series, query.Series.Window);
        if (window.FindProblem(series.GetScope(companies), window.Calendar ? 1 : companies.Count) is { } problem) return problem;

        // Values that another version of the rules computed are not read; the next ingest replaces them.
        var areCurrent = companies.All(company => !company.IsLoaded || company.RulesVersion == RulesVersion.Current);
        var read = query.UsesStoredValues && areCurrent
            ? await ReadStoredAsync(companies, query, cancellationToken)
            : await CompanyPages<CompanyPage>.ComputeAsync(
                companies, window, facts, (company, data, selection) => Build(company, data, selection, series), cancellationToken);
        var explained = read with { Pages = await ExplainAsync(read.Pages, series, cancellationToken) };
        return explained.Pages.Any(page => page.HasValues) || window.Cursor is not null
            ? SeveralTimeSeriesTable.From(query, explained)
            : ApiProblem.NoCompanyHasData(
                $"such values{window.Describe()}",
                explained.Pages.Select(page => CompanyGaps.GetText(page.Gap ?? CompanyGap.OutsideWindow, page.Company, series)), companies);
    }

    private async Task<CompanyPages<CompanyPage>> ReadStoredAsync(
        IReadOnlyList<CompanyEntry> companies, SeveralTimeSeriesQuery query, CancellationToken cancellationToken)
    {
        var values = await stored.GetAsync(
            companies, [.. query.Series.Metrics.Select(metric => metric.Id)], query.Series.Frequency, query.PeriodsToRead,
            cancellationToken);
        var byCompany = values.ToLookup(value => value.Cik);
        var pages = new List<CompanyPage>(companies.Count);
        foreach (var company in companies)
        {
            pages.Add(StoredSeries.TryCreate(company, query.Series, [.. byCompany[company.Cik]])
                ?? await ComputeAsync(company, query.Series, cancellationToken));
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

    /// <summary>Finds out why companies have no series. That is rare, so their facts are read only now.</summary>
    private async Task<IReadOnlyList<CompanyPage>> ExplainAsync(
        IReadOnlyList<CompanyPage> pages, TimeSeriesQuery query, CancellationToken cancellationToken)
    {
        var explained = new List<CompanyPage>(pages.Count);
        foreach (var page in pages)
        {
            explained.Add(page.Series.Count > 0
                ? page
                : page with { Gap = CompanyGaps.Explain(await facts.GetAsync(page.Company, cancellationToken), query) });
        }
        return explained;
    }
}
